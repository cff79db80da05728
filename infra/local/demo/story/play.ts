import type { Screen } from '../progress.ts';
import { consents } from './consents.ts';
import { forgetting } from './forgetting.ts';
import { gate } from './gate.ts';
import { messages } from './messages.ts';
import { rights } from './rights.ts';
import { createRegister } from './register.ts';
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
  const register = createRegister(story, screen);
  for (const [index, scene] of scenes.entries()) {
    const { title, rules, expect, act } = scene;
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
    await register.enter(scene);
  }
  register.print();
  conclude(screen, { differing, total: scenes.length });
  return differing;
}

function conclude(screen: Screen, { differing, total }: { differing: number; total: number }) {
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
}
