import type { Runtime } from '#core/runtime.ts';
import { createCurrentNotices } from '../consent/provides.ts';
import { createActivity } from '../loans/provides.ts';
import { createDirectory } from './adapters/directory.ts';

/** What every use case of this plugin needs. */
export function createDeps(runtime: Runtime) {
  return { runtime, directory: createDirectory(runtime) };
}

/** Enrolling somebody also needs to know which notices are current (GOV-13). */
export function createWriteDeps(runtime: Runtime) {
  return { ...createDeps(runtime), notices: createCurrentNotices(runtime) };
}

/** Reading a reader also needs to know when they last borrowed (RET-09). */
export function createReadDeps(runtime: Runtime) {
  return { ...createDeps(runtime), activity: createActivity(runtime) };
}
