import { renderPage } from '#core/html/document.tsx';
import type { Locale, Text } from '#core/text.ts';

/** Who speaks, and in which language. */
export interface Place {
  readonly site: string;
  readonly locale: Locale;
}

interface Plain extends Place {
  readonly title: Text;
  readonly says: readonly Text[];
  /** What stands for `{title}` in it. */
  readonly about?: Text;
  /** Something that was sent could not be done. */
  readonly isFault?: boolean;
  /** The page exists in the other language too: it was asked for, not sent. */
  readonly switchesLanguage?: boolean;
}

/** A page that only says something: that a link does not open, what became of a click. */
export function plainPage({ title, says, about, ...page }: Plain): string {
  const { locale } = page;
  const paragraphs = says.map((text) => text[locale].replace('{title}', about?.[locale] ?? ''));
  return renderPage({
    ...page,
    title: title[locale],
    children: (
      <>
        {paragraphs.map((text) => (
          <p>{text}</p>
        ))}
      </>
    ),
  });
}
