import * as z from 'zod';
import type { PurposeCode } from '#core/catalogue/purposes.ts';
import { LocalDate } from '#core/schemas.ts';
import { refusal } from '#core/validation.ts';

const Library = z.string().max(60);

/**
 * What a caller may put into a message, by purpose: numbers, dates, places. There is no word for a title, an author or
 * a subject (NOT-10), and no message for a purpose that is not here.
 */
export const contents = {
  OVERDUE: z.strictObject({
    reminder: z.int().min(1).max(9).default(1),
    count: z.int().min(1).max(999).optional(),
    dueOn: LocalDate.optional(),
  }),
  HOLD: z.strictObject({ pickupLibrary: Library.optional(), pickupBy: LocalDate.optional() }),
  SERVICE_INFO: z.strictObject({
    library: Library.optional(),
    from: LocalDate.optional(),
    to: LocalDate.optional(),
    text: z.string().trim().min(1).max(300).optional(),
  }),
  ACCOUNT: z.strictObject({ expiresOn: LocalDate.optional(), eraseOn: LocalDate.optional() }),
  NEWSLETTER: z.strictObject({ issue: z.string().trim().max(60).optional() }),
} as const satisfies Partial<Record<PurposeCode, z.ZodType>>;

export type MessagePurpose = keyof typeof contents;

export function isMessagePurpose(code: string): code is MessagePurpose {
  return Object.hasOwn(contents, code);
}

/** Messages that the product writes by itself, on news of another plugin; no caller can ask for one. */
export const topics = ['CONFIRMATION', 'AT_15', 'AT_18', 'INDIRECT'] as const;
export type Topic = (typeof topics)[number];

/** What is written: one template and one letter each. */
export type MessageKind = MessagePurpose | Topic;

export function kindOf(message: {
  purpose: string;
  topic?: Topic | undefined;
}): MessageKind | undefined {
  return message.topic ?? (isMessagePurpose(message.purpose) ? message.purpose : undefined);
}

/** Words under which library systems send what may not be told in a message. */
const reading: readonly string[] = [
  'title',
  'titles',
  'author',
  'authors',
  'subject',
  'subjects',
  'isbn',
  'item',
  'items',
  'itemRef',
  'loans',
  'documents',
];

/** NOT-10: a message never says what somebody reads. Refused by its rule, before the list of known fields. */
const WithoutReading = z.record(z.string(), z.unknown()).superRefine((data, context) => {
  for (const key of Object.keys(data).filter((one) => reading.includes(one))) {
    context.addIssue({
      code: 'custom',
      path: [key],
      ...refusal({
        code: 'READING_IN_MESSAGE',
        rule: 'NOT-10',
        text: {
          fr: 'Un message ne dit ni titre, ni auteur, ni sujet.',
          en: 'A message names no title, author or subject.',
        },
      }),
    });
  }
});

/** The schema of the data of a message of this purpose. */
export function contentOf(purpose: MessagePurpose): z.ZodType<MessageData> {
  return WithoutReading.pipe(contents[purpose]).transform((data) =>
    Object.fromEntries(
      Object.entries(data).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    ),
  );
}

export const MessageData = z.record(z.string(), z.union([z.string(), z.number()]));
export type MessageData = z.infer<typeof MessageData>;

/** NOT-07: the institution speaks; no elected person is named, whatever the case or the accents. */
export function namesElected(data: MessageData, electedNames: readonly string[]): boolean {
  const said = plain(Object.values(data).join(' '));
  return (
    electedNames.some((name) => said.includes(plain(name))) ||
    /\b(?:le|la|votre) maire\b/u.test(said)
  );
}

const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
