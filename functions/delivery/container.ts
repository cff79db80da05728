import type { Runtime } from '#core/runtime.ts';
import { createGate, createLedger, createOppositionLinks } from '../consent/provides.ts';
import { createContents } from '../notifications/provides.ts';
import { createChannelMarks } from '../patrons/provides.ts';
import { createMessageStore } from './adapters/message-store.ts';
import { createProviders } from './adapters/providers.ts';
import { renderEmail, renderSms } from './adapters/renderer.ts';

export function createSendDeps(runtime: Runtime) {
  return {
    runtime,
    contents: createContents(runtime),
    gate: createGate(runtime),
    links: createOppositionLinks(runtime),
    renderer: { email: renderEmail, sms: renderSms },
    messages: createMessageStore(runtime),
    providers: createProviders(runtime),
  };
}

export function createFeedbackDeps(runtime: Runtime) {
  return {
    runtime,
    messages: createMessageStore(runtime),
    ledger: createLedger(runtime),
    marks: createChannelMarks(runtime),
  };
}
