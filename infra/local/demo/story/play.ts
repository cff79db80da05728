import type { Screen } from '../progress.ts';
import { consents } from './consents.ts';
import { forgetting } from './forgetting.ts';
import { gate } from './gate.ts';
import { messages } from './messages.ts';
import { rights } from './rights.ts';
import type { Step, Story } from './story.ts';

/** The main job of Discretion, from arrival to oblivion. */
export const steps: readonly Step[] = [...forgetting, ...gate, ...messages, ...consents, ...rights];

const colours = {
  green: '\u001B[32m',
  red: '\u001B[31m',
  dim: '\u001B[2m',
  none: '\u001B[0m',
} as const;

function paint({ isTTY }: Screen, colour: keyof typeof colours, text: string): string {
  return isTTY ? `${colours[colour]}${text}${colours.none}` : text;
}

/**
 * Plays the steps in order and prints each with its rules, what was expected and what was observed.
 * @returns how many observations differ.
 */
export async function playStory({
  story,
  screen,
  scenes = steps,
}: {
  story: Story;
  screen: Screen;
  scenes?: readonly Step[];
}): Promise<number> {
  let differing = 0;
  for (const [index, { title, rules, expect, act }] of scenes.entries()) {
    const observed = await act(story);
    const expected = typeof expect === 'string' ? expect : expect(story);
    const isRight = observed === expected;
    if (!isRight) differing += 1;
    const mark = isRight ? paint(screen, 'green', '✓') : paint(screen, 'red', '✗');
    const number = String(index + 1).padStart(2);
    screen.write(
      `${mark} ${number}. ${title.fr} ${paint(screen, 'dim', `/ ${title.en} [${rules.join(', ')}]`)}\n`,
    );
    screen.write(
      `       attendu / expected: ${expected}\n       observé / observed: ${observed}\n`,
    );
  }
  const total = scenes.length;
  screen.write(
    differing === 0
      ? paint(
          screen,
          'green',
          `${total} étapes, toutes conformes. / ${total} steps, all as expected.\n`,
        )
      : paint(
          screen,
          'red',
          `${differing} étape(s) sur ${total} diffèrent. / ${differing} of ${total} steps differ.\n`,
        ),
  );
  return differing;
}
