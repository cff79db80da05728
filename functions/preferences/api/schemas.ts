import * as z from 'zod';
import { decisions, isChosen } from '#core/catalogue/choices.ts';
import { channels } from '#core/catalogue/purposes.ts';
import { Ref } from '#core/schemas.ts';

const Channel = z.enum(channels);
const Code = z.string().max(40);
const Language = z.enum(['fr', 'en']);

export const PatronPath = z.object({ patronRef: Ref });

/** Of any length that fits an address: a wrong token gets the kind page, not a complaint about its form. */
export const PageToken = z.object({ token: z.string().max(2000) });
export const LanguageQuery = z.strictObject({ lang: Language.optional() });

export const PreferenceLink = z
  .object({ url: z.url(), expiresAt: z.string() })
  .meta({ id: 'PreferenceLink' });

/** What `/p/{token}` is asked to show: a language, and what became of the form that led here. */
export const PreferencesQuery = z.strictObject({
  lang: Language.optional(),
  said: z.enum(['SAVED', 'OLD_FORM', 'REFUSED']).optional(),
  purpose: Code.optional(),
  channel: Channel.optional(),
});

/** The form behind every button of `/p/{token}`. */
export const PreferenceForm = z
  .strictObject({
    formKey: z.string().max(100),
    purpose: Code.refine(isChosen),
    channel: Channel,
    decision: z.enum(decisions),
    lang: Language,
  })
  .meta({ id: 'PreferenceForm' });

/** Body of `POST …/consents/doi`: by message only. */
export const ConfirmationInput = z
  .strictObject({ purpose: Code, channel: z.enum(['EMAIL', 'SMS']) })
  .meta({ id: 'ConfirmationRequest' });

/** The one button of `/c/{token}`. */
export const ConfirmationForm = z
  .strictObject({ lang: Language.default('fr') })
  .meta({ id: 'ConfirmationForm' });
