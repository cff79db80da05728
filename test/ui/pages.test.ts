import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import jsqr from 'jsqr';
import type { Locator, Page } from 'playwright-core';
import { loadInventory } from '../../infra/inventory/load.ts';
import { openBrowser } from '../support/browser.ts';
import { startTestNetwork, type TestNetwork } from '../support/network.ts';
import { headersOf, linkOf, prepareStates, type PageState } from './states.ts';

const browser = await openBrowser();
const describePages = browser ? describe : describe.skip;

let network: TestNetwork;
let states: PageState[];
let pictures: string | undefined;

beforeAll(async () => {
  if (!browser) return;
  // The links of a page lead to the server itself.
  network = await startTestNetwork();
  states = await prepareStates(network);
  pictures = process.env['PICTURES'];
  if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
}, 180_000);

afterAll(async () => {
  if (!browser) return;
  await browser.close();
  await network.stop();
});

const languages = ['fr', 'en'] as const;
/** The narrowest that RGAA 10.11 names, which is also a desk at 400 %, and a desk. */
const widths = [320, 1280] as const;

interface Sight {
  readonly state: PageState;
  readonly language: (typeof languages)[number];
  readonly width: (typeof widths)[number];
}

/** Opens a state as a reader of this language on this width would, and says what the browser complained of. */
async function see(
  { state, language, width }: Sight,
  look: (page: Page, complaints: readonly string[]) => Promise<void>,
): Promise<void> {
  if (!browser) throw new Error('no browser');
  const context = await browser.newContext({
    locale: language === 'fr' ? 'fr-FR' : 'en-GB',
    viewport: { width, height: 800 },
    extraHTTPHeaders: await headersOf(network, state),
    reducedMotion: 'reduce',
  });
  try {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (/Content Security Policy|Refused to/u.test(message.text()))
        complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(network.baseUrl)) complaints.push(request.url());
    });
    const { sends } = state;
    if (sends !== undefined)
      await page.route(network.baseUrl + state.path, (route) =>
        route.continue({ method: 'POST', postData: sends }),
      );
    await page.goto(network.baseUrl + state.path);
    if (state.press) {
      await page.getByRole('button', { name: state.press }).first().click();
      await page.waitForLoadState();
    }
    await look(page, complaints);
  } finally {
    await context.close();
  }
}

const names = [
  'choices',
  'choices of a child',
  'choices, saved',
  'choices, refused',
  'choices, old form',
  'choices, closed link',
  'choices, pressed',
  'way out',
  'way out, unknown',
  'way out, taken',
  'question',
  'question, dead link',
  'question, answered',
  'statement',
  'reading list',
  'reading list, empty',
  'slip',
  'loans by month',
  'loan sheet',
  'loan sheet, empty',
  'link on paper',
  'API',
  'local index',
  'inbox',
  'inbox, one message',
  'inbox, unknown message',
] as const;

const sights = names.flatMap((name) =>
  languages.flatMap((language) => widths.map((width) => ({ name, language, width }))),
);

function stateOf(name: string): PageState {
  const state = states.find((one) => one.name === name);
  if (!state) throw new Error(`no state ${name}`);
  return state;
}

/** Named, with its reason, in the state itself. */
function isBorne(finding: string, { excepts = [] }: PageState): boolean {
  return excepts.some(
    ({ rule, on }) => finding.startsWith(`${rule}: `) && finding.split('>', 1)[0]?.includes(on),
  );
}

describePages('every page, in every state and language, on a telephone and on a desk', () => {
  it.each(sights)(
    '[GOV-17] [GOV-20] $name, $language, $width: axe finds nothing, nothing comes from elsewhere',
    async ({ name, language, width }) => {
      const state = stateOf(name);
      await see({ state, language, width }, async (page, complaints) => {
        const [heading] = (await page.getByRole('heading', { level: 1 }).innerText()).split('\n');
        expect(heading?.trim()).toBe(state.shows[language]);
        if (pictures !== undefined) {
          const file = `${name.replaceAll(/\W+/gu, '-')}-${language}-${String(width)}.png`;
          await page.screenshot({ path: resolve(pictures, file), fullPage: true });
        }
        const { violations } = await new AxeBuilder({ page }).analyze();
        const found = violations.flatMap(({ id, nodes }) =>
          nodes.map(({ html }) => `${id}: ${html}`).filter((finding) => !isBorne(finding, state)),
        );
        expect(found).toEqual([]);
        expect(complaints).toEqual([]);
        const { lang, wide } = await page.evaluate(() => ({
          lang: document.documentElement.lang,
          wide: document.documentElement.scrollWidth,
        }));
        expect(lang).toBe(language);
        expect(wide).toBeLessThanOrEqual(width);
      });
    },
  );

  it('leaves no HTML route out', async () => {
    expect(states.map(({ name }) => name)).toEqual([...names]);
    const loaded = await loadInventory({ root: resolve(import.meta.dirname, '../..') });
    if (!loaded.ok) throw new Error('no inventory');
    const html = loaded.value.routes
      .filter(({ produces }) => produces?.includes('text/html'))
      .map(({ method, path }) => `${method} ${path}`);
    const seen = new Set(states.map(({ route }) => route));
    expect(html.length).toBeGreaterThan(3);
    expect(html.filter((route) => !seen.has(route))).toEqual([]);
  });
});

/** Where the keyboard is, and whether one sees it. */
const whereIs = async (page: Page) =>
  page.evaluate(() => {
    const { activeElement: one } = document;
    if (!one || one === document.body) return undefined;
    const all = [...document.querySelectorAll('a[href],button,input:not([type=hidden])')];
    return { at: all.indexOf(one), isSeen: getComputedStyle(one).outlineStyle !== 'none' };
  });

/** After a press the keyboard goes on from where it pressed, on a page that is listed as it is opened. */
const readersNames = names.filter((name) => !/^API|inbox|local|, pressed/u.test(name));

describePages('a reader without a mouse', () => {
  it.each(readersNames)(
    '[GOV-17] reaches all that can be pressed on “%s”, in its order, and sees where they are',
    async (name) => {
      await see({ state: stateOf(name), language: 'fr', width: 1280 }, async (page) => {
        const count = await page.locator('a[href],button,input:not([type=hidden])').count();
        await page.evaluate(() => window.getSelection()?.removeAllRanges());
        for (let at = 0; at < count; at += 1) {
          await page.keyboard.press('Tab');
          expect(await whereIs(page)).toEqual({ at, isSeen: true });
        }
        expect(count).toBeGreaterThan(1);
        await page.getByRole('link', { name: 'Aller au contenu' }).press('Enter');
        expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
      });
    },
  );
});

describePages('the law of accessible pages', () => {
  it.each(names.filter((name) => name !== 'API'))(
    '[GOV-17] “%s” says how far it complies, and leads to the statement in its language',
    async (name) => {
      for (const [language, mention] of [
        ['fr', /^Accessibilité.:.non conforme$/u],
        ['en', /^Accessibility: non-compliant$/u],
      ] as const) {
        await see({ state: stateOf(name), language, width: 1280 }, async (page) => {
          await page.getByRole('contentinfo').getByRole('link', { name: mention }).click();
          expect(new URL(page.url()).pathname).toBe('/accessibilite');
          expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(
            stateOf('statement').shows[language],
          );
        });
      }
    },
  );
});

describePages('a reader without JavaScript', () => {
  it('[CON-04] changes a choice with one press, in their own words, and sees it changed', async () => {
    if (!browser) throw new Error('no browser');
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'fr-FR' });
    const page = await context.newPage();
    await page.goto(network.baseUrl + (await linkOf(network, 'koha:1042')));
    await page.getByRole('button', { name: 'Je refuse par SMS' }).first().click();
    expect(page.url()).toContain('said=SAVED');
    expect(await page.getByRole('status').innerText()).toContain('vous avez refusé');
    await page.reload();
    expect(await page.getByRole('status').innerText()).toContain('vous avez refusé');
    await context.close();
  });
});

/** What a telephone reads in a picture on the screen. */
async function scan(picture: Locator): Promise<string | undefined> {
  const png = (await picture.screenshot()).toString('base64');
  if (!browser) throw new Error('no browser');
  const page = await browser.newPage();
  const { data, width, height } = await page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.drawImage(image, 0, 0);
    const pixels = context.getImageData(0, 0, image.width, image.height).data;
    return { data: [...pixels], width: image.width, height: image.height };
  }, png);
  await page.close();
  return jsqr.default(new Uint8ClampedArray(data), width, height)?.data;
}

describePages('a link on paper', () => {
  it('is read by a telephone as the address that stands beside it, and opens the choices', async () => {
    await see({ state: stateOf('link on paper'), language: 'fr', width: 320 }, async (page) => {
      const address = await page.getByRole('link', { name: '/p/' }).innerText();
      expect(await scan(page.locator('.code svg'))).toBe(address);
      await page.goto(network.baseUrl + new URL(address).pathname);
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Vos choix');
    });
  });
});
