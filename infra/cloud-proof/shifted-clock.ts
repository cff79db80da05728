import { readFileSync } from 'node:fs';

/**
 * Loaded by every Lambda process of the emulator (`--import`), so that its clock is the one of the story: AWS has no
 * settable clock and the deployed code is not changed. The file holds `[story ms, real ms, pace]`.
 */
const RealDate = globalThis.Date;
const file = process.env['DISCRETION_STORY_CLOCK'];

function storyNow(): number {
  if (file === undefined) return RealDate.now();
  const [story, real, pace] = JSON.parse(readFileSync(file, 'utf8')) as number[];
  return Math.floor((story ?? 0) + (RealDate.now() - (real ?? 0)) * (pace ?? 1));
}

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget): Date =>
    Reflect.construct(target, args.length === 0 ? [storyNow()] : args, newTarget) as Date,
  get: (target, name, receiver): unknown =>
    name === 'now' ? storyNow : Reflect.get(target, name, receiver),
});
