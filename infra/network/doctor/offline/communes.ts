import { Temporal } from 'temporal-polyfill';
import { isPurposeCode, purposeCodes, purposes } from '#core/catalogue/purposes.ts';
import { rules } from '#core/catalogue/rules.ts';
import { retentionRules } from '#core/catalogue/rules/retention.ts';
import type { Commune, Network } from '#core/network.ts';
import { found, missing, told, type Line } from '../line.ts';

/** What each controller has decided, as far as the network file says. */
export function communeLines(network: Network, today: Temporal.PlainDate): readonly Line[] {
  return network.communes.flatMap((commune) => [
    dpoLine(commune),
    ...signoffLines(commune, today),
    ...untoldLines(commune, today),
    ...dpiaLines(commune),
    archivesLine(commune),
    hostLine(commune),
    librariesLine(commune),
    electedLine(commune),
  ]);
}

/** GOV-02. */
function dpoLine({ id, name, dpo }: Commune): Line {
  return told(`dpo.${id}`, {
    fault: dpo
      ? undefined
      : {
          fr: `${name} : aucun DPO, la commune est BLOCKED`,
          en: `${name}: no DPO, the commune is BLOCKED`,
        },
    fine: { fr: `${name} : un DPO que l’on peut joindre`, en: `${name}: a DPO who can be reached` },
    remedy: {
      fr: 'Désignez un délégué, mutualisé ou non, à la CNIL, puis ajoutez dpo: { name: …, email: … }.',
      en: 'Appoint an officer, shared or not, with the CNIL, then add dpo: { name: …, email: … }.',
    },
    rule: 'GOV-02',
  });
}

/** CAM-02: signed, not over, for one year at most. */
function signoffLines(commune: Commune, today: Temporal.PlainDate): readonly Line[] {
  const { id, name, signoffs } = commune;
  if (signoffs.length === 0) {
    return [
      missing(
        `signoffs.${id}`,
        {
          fr: `${name} : aucun usage signé, rien ne partira`,
          en: `${name}: no purpose is signed, nothing will be sent`,
        },
        {
          fr: 'Faites signer le catalogue par le DPO de la commune, puis notez chaque usage et sa date de fin.',
          en: 'Have the DPO of the commune sign the catalogue, then note each purpose and its end date.',
        },
        'CAM-02',
      ),
    ];
  }
  const faults = signoffs.flatMap((signoff) => badSignoff(commune, signoff, today));
  return faults.length > 0 ? faults : [signedLine(commune)];
}

const { signoffValidity } = rules['CAM-02'].parameters;

function badSignoff(
  { id, name }: Commune,
  { purpose, validUntil }: Commune['signoffs'][number],
  today: Temporal.PlainDate,
): readonly Line[] {
  const line = `signoffs.${id}.${purpose}`;
  const until = Temporal.PlainDate.from(validUntil);
  if (Temporal.PlainDate.compare(until, today) < 0) {
    return [
      missing(
        line,
        {
          fr: `${name} : la signature de ${purpose} est finie depuis le ${validUntil}`,
          en: `${name}: the sign-off of ${purpose} ended on ${validUntil}`,
        },
        {
          fr: 'Faites-la renouveler par le DPO de la commune.',
          en: 'Have the DPO of the commune renew it.',
        },
        'CAM-02',
      ),
    ];
  }
  if (Temporal.PlainDate.compare(until, today.add(signoffValidity)) <= 0) return [];
  return [
    missing(
      line,
      {
        fr: `${name} : ${purpose} est signé jusqu’au ${validUntil}, plus d’un an`,
        en: `${name}: ${purpose} is signed until ${validUntil}, more than a year`,
      },
      {
        fr: 'Une signature vaut un an : corrigez validUntil.',
        en: 'A sign-off holds for one year: correct validUntil.',
      },
      'CAM-02',
    ),
  ];
}

/** RET-09: who is erased ex officio is told before, while ACCOUNT is signed; the law does not wait for a signature (ADR 27). */
function untoldLines({ id, name, signoffs }: Commune, today: Temporal.PlainDate): readonly Line[] {
  const until = signoffs.find(({ purpose }) => purpose === 'ACCOUNT')?.validUntil;
  // Said already: nothing is signed, or this is over.
  if (signoffs.length === 0 || (until !== undefined && until < today.toString())) return [];
  const { latest } = retentionRules['RET-09'].parameters;
  if (until !== undefined && until > today.add(latest).toString()) return [];
  const fault =
    until === undefined
      ? { fr: 'n’est pas signé', en: 'is not signed' }
      : { fr: `n’est signé que jusqu’au ${until}`, en: `is signed until ${until} only` };
  return [
    missing(
      `signoffs.${id}.ACCOUNT`,
      {
        fr: `${name} : ACCOUNT ${fault.fr} ; sans lui, les lecteurs inactifs sont radiés sans préavis`,
        en: `${name}: ACCOUNT ${fault.en}; without it inactive readers are erased without notice`,
      },
      {
        fr: 'Faites-le signer par le DPO de la commune, un an au plus.',
        en: 'Have the DPO of the commune sign it, for one year at most.',
      },
      'RET-09',
    ),
  ];
}

function signedLine({ id, name, signoffs }: Commune): Line {
  const first = signoffs.map(({ validUntil }) => validUntil).toSorted()[0] ?? '';
  const signed = signoffs.map(({ purpose }) => purpose);
  const unsigned = purposeCodes.filter((code) => !signed.includes(code));
  const left = unsigned.length === 0 ? '' : unsigned.join(', ');
  return found(
    `signoffs.${id}`,
    {
      fr: `${name} : usages signés : ${signed.length}, à renouveler avant le ${first}${left && ` ; sans signature, donc éteints : ${left}`}`,
      en: `${name}: ${signed.length} purposes signed, to be renewed before ${first}${left && `; without sign-off, hence off: ${left}`}`,
    },
    'CAM-02',
  );
}

/** GOV-08: no sign-off of a delicate purpose without its impact assessment. */
function dpiaLines({ id, name, signoffs }: Commune): readonly Line[] {
  const delicate = signoffs.filter(
    ({ purpose }) => isPurposeCode(purpose) && purposes[purpose].dpia,
  );
  return delicate.map(({ purpose, dpiaRef }) =>
    told(`dpia.${id}.${purpose}`, {
      fault:
        dpiaRef === undefined
          ? {
              fr: `${name} : ${purpose} est signé sans étude d’impact`,
              en: `${name}: ${purpose} is signed without an impact assessment`,
            }
          : undefined,
      fine: {
        fr: `${name} : étude d’impact de ${purpose} (${dpiaRef ?? ''})`,
        en: `${name}: impact assessment of ${purpose} (${dpiaRef ?? ''})`,
      },
      remedy: {
        fr: 'Faites l’étude (outil PIA de la CNIL), notez sa référence dans dpiaRef, ou retirez la signature.',
        en: 'Do the assessment (PIA tool of the CNIL), note its reference in dpiaRef, or remove the sign-off.',
      },
      rule: 'GOV-08',
    }),
  );
}

/** RET-21. */
function archivesLine({ id, name, archivesVisaRef }: Commune): Line {
  return told(`archives.${id}`, {
    fault: archivesVisaRef
      ? undefined
      : {
          fr: `${name} : aucun accord des archives départementales`,
          en: `${name}: no agreement of the departmental archives`,
        },
    fine: {
      fr: `${name} : accord des archives ${archivesVisaRef ?? ''}`,
      en: `${name}: agreement of the archives ${archivesVisaRef ?? ''}`,
    },
    remedy: {
      fr: 'Demandez aux archives départementales le visa permanent d’élimination, et notez sa référence dans archivesVisaRef.',
      en: 'Ask the departmental archives for the standing visa of elimination, and note its reference in archivesVisaRef.',
    },
    rule: 'RET-21',
  });
}

/** GOV-06. */
function hostLine({ id, name, hostDecisionRef }: Commune): Line {
  return told(`host.${id}`, {
    fault: hostDecisionRef
      ? undefined
      : {
          fr: `${name} : aucune décision sur la nationalité de l’hébergeur`,
          en: `${name}: no decision about the nationality of the host`,
        },
    fine: {
      fr: `${name} : décision sur l’hébergeur ${hostDecisionRef ?? ''}`,
      en: `${name}: decision about the host ${hostDecisionRef ?? ''}`,
    },
    remedy: {
      fr: 'Soumettez le choix d’AWS et la note du 5 avril 2016 au DPO et aux archives, et notez leur décision dans hostDecisionRef.',
      en: 'Put the choice of AWS and the note of 5 April 2016 to the DPO and the archives, and note their decision in hostDecisionRef.',
    },
    rule: 'GOV-06',
  });
}

function librariesLine({ id, name, libraries }: Commune): Line {
  const mute = libraries.filter(({ ilsCodes }) => ilsCodes.length === 0).map((one) => one.id);
  return told(`libraries.${id}`, {
    fault:
      mute.length > 0
        ? {
            fr: `${name} : aucun logiciel ne connaît ${mute.join(', ')}`,
            en: `${name}: no library system knows ${mute.join(', ')}`,
          }
        : undefined,
    fine: {
      fr: `${name} : bibliothèques : ${libraries.length}, avec leurs codes`,
      en: `${name}: ${libraries.length} libraries with their codes`,
    },
    remedy: {
      fr: "Ajoutez ilsCodes: ['koha:…'] : sans code, aucun prêt de cette bibliothèque n’arrive.",
      en: "Add ilsCodes: ['koha:…']: without a code no loan of this library arrives.",
    },
  });
}

/** NOT-07 refuses messages that name them. */
function electedLine({ id, name, electedNames }: Commune): Line {
  return told(`elected.${id}`, {
    fault:
      electedNames.length === 0
        ? {
            fr: `${name} : aucun nom d’élu à refuser dans les messages`,
            en: `${name}: no name of an elected person to refuse in messages`,
          }
        : undefined,
    fine: {
      fr: `${name} : noms d’élus refusés dans les messages : ${electedNames.length}`,
      en: `${name}: ${electedNames.length} names of elected persons refused in messages`,
    },
    remedy: {
      fr: 'Ajoutez le maire et les adjoints à electedNames.',
      en: 'Add the mayor and the deputies to electedNames.',
    },
    rule: 'NOT-07',
  });
}
