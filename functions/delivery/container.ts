import type { Runtime } from '#core/runtime.ts';
import { createGate, createObjections, createStop } from '../consent/provides.ts';
import { createContents } from '../notifications/provides.ts';
import { createChannelMarks } from '../patrons/provides.ts';
import { createMessageLinks } from '../preferences/provides.ts';
import type { Renderer } from './app/ports.ts';
import { createMessageStore } from './adapters/message-store.ts';
import { createProviders } from './adapters/providers.ts';

export function createSendDeps(runtime: Runtime) {
  return {
    runtime,
    contents: createContents(runtime),
    gate: createGate(runtime),
    links: createMessageLinks(runtime),
    renderer: lazyRenderer,
    messages: createMessageStore(runtime),
    providers: createProviders(runtime),
  };
}

export function createFeedbackDeps(runtime: Runtime) {
  return {
    runtime,
    messages: createMessageStore(runtime),
    objections: createObjections(runtime),
    stop: createStop(runtime),
    marks: createChannelMarks(runtime),
  };
}

/** The template engine is a third of the bundle, and most starts never render: it is read with the first message. */
const lazyRenderer: Renderer = {
  email: async (args) => (await import('./adapters/renderer.ts')).renderEmail(args),
  sms: async (args) => (await import('./adapters/renderer.ts')).renderSms(args),
};
