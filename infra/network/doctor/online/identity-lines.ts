import type { Network } from '#core/network.ts';
import { told, type Line } from '../line.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { unheard } from './unheard.ts';

/** The authorizer of the API compares the issuer letter by letter and fetches the keys over https. */
export async function identityLine(
  { identity: { issuer } }: Network,
  provider: IdentityProvider,
): Promise<Line> {
  const what = { fr: `Fournisseur d’identité ${issuer}`, en: `Identity provider ${issuer}` };
  const answer = await provider.discover(issuer);
  const id = 'identity.discovery';
  if (!answer.known) return unheard({ id, what, why: answer.why, rule: 'GOV-09' });
  const isRight = answer.value?.issuer === issuer && answer.value.jwks_uri.startsWith('https:');
  return told(id, {
    fault: isRight
      ? undefined
      : {
          fr: `${what.fr} : sa configuration OIDC est absente ou dit autre chose`,
          en: `${what.en}: its OIDC configuration is absent or says otherwise`,
        },
    fine: { fr: `${what.fr} : répond, avec ses clés`, en: `${what.en}: answers, with its keys` },
    remedy: {
      fr: 'Copiez dans identity.issuer la valeur « issuer » de son adresse /.well-known/openid-configuration, à la lettre.',
      en: 'Copy into identity.issuer the value "issuer" of its address /.well-known/openid-configuration, to the letter.',
    },
    rule: 'GOV-09',
  });
}
