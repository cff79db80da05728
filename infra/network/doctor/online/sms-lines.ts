import type { Network } from '#core/network.ts';
import { found, missing, told, type Line } from '../line.ts';
import type { Answer } from './answer.ts';
import type { SmsAccount, SmsSettings } from './sms-account.ts';
import { unheard } from './unheard.ts';

/** What SNS says of SMS, and of who hears the alarms. */
export async function smsLines(network: Network, sms: SmsAccount): Promise<readonly Line[]> {
  const [settings, sandbox, listeners] = await Promise.all([
    sms.settings(),
    sms.isInSandbox(),
    sms.alarmListeners(network.id),
  ]);
  return [
    sandboxLine(sandbox),
    limitLine(settings, network.sender.smsSpendLimitUsd),
    reportLine(settings),
    listenersLine(listeners),
  ];
}

function sandboxLine(sandbox: Answer<boolean>): Line {
  const what = { fr: 'SMS : bac à sable', en: 'SMS: sandbox' };
  if (!sandbox.known) return unheard({ id: 'sms.sandbox', what, why: sandbox.why });
  return told('sms.sandbox', {
    fault: sandbox.value
      ? {
          fr: 'SMS : le compte est dans le bac à sable (10 numéros vérifiés)',
          en: 'SMS: the account is in the sandbox (10 verified numbers)',
        }
      : undefined,
    fine: { fr: 'SMS : hors du bac à sable', en: 'SMS: out of the sandbox' },
    remedy: {
      fr: 'Demandez la sortie du bac à sable dans la console SNS, « Text messaging ».',
      en: 'Request to leave the sandbox in the SNS console, "Text messaging".',
    },
  });
}

function limitLine(settings: Answer<SmsSettings>, wanted: number | undefined): Line {
  const what = { fr: 'SMS : plafond de dépense d’AWS', en: 'SMS: spending limit of AWS' };
  if (!settings.known) return unheard({ id: 'sms.limit', what, why: settings.why });
  const { limitUsd } = settings.value;
  const least = wanted ?? 2;
  return told('sms.limit', {
    fault:
      limitUsd < least
        ? {
            fr: `${what.fr} : ${limitUsd} dollars par mois, il en faut ${wanted ?? 'plus'}`,
            en: `${what.en}: ${limitUsd} dollars a month, ${wanted ?? 'more'} are needed`,
          }
        : undefined,
    fine: {
      fr: `${what.fr} : ${limitUsd} dollars par mois`,
      en: `${what.en}: ${limitUsd} dollars a month`,
    },
    remedy: {
      fr: 'Demandez la hausse du quota à AWS, puis : aws sns set-sms-attributes --attributes MonthlySpendLimit=…',
      en: 'Ask AWS to raise the quota, then: aws sns set-sms-attributes --attributes MonthlySpendLimit=…',
    },
  });
}

/** Opt-outs and failures of SMS are told afterwards, in the delivery log only. */
function reportLine(settings: Answer<SmsSettings>): Line {
  const what = { fr: 'SMS : comptes rendus de remise', en: 'SMS: delivery reports' };
  if (!settings.known)
    return unheard({ id: 'sms.reports', what, why: settings.why, rule: 'NOT-15' });
  return told('sms.reports', {
    fault: settings.value.isReported
      ? undefined
      : { fr: `${what.fr} éteints`, en: `${what.en} are off` },
    fine: { fr: `${what.fr} reçus`, en: `${what.en} are received` },
    remedy: {
      fr: 'Console SNS, « Text messaging », « Delivery status logging » : donnez un rôle à CloudWatch Logs, 100 %.',
      en: 'SNS console, "Text messaging", "Delivery status logging": give CloudWatch Logs a role, 100 %.',
    },
    rule: 'NOT-15',
  });
}

function listenersLine(listeners: Answer<number | undefined>): Line {
  const what = { fr: 'Alarmes : destinataires', en: 'Alarms: who is told' };
  if (!listeners.known) return unheard({ id: 'alarms.listeners', what, why: listeners.why });
  if (listeners.value) {
    return found('alarms.listeners', {
      fr: `${what.fr} : ${listeners.value}`,
      en: `${what.en}: ${listeners.value}`,
    });
  }
  const state =
    listeners.value === undefined
      ? { fr: 'sujet pas encore déployé', en: 'topic not deployed yet' }
      : { fr: 'personne', en: 'nobody' };
  return missing(
    'alarms.listeners',
    { fr: `${what.fr} : ${state.fr}`, en: `${what.en}: ${state.en}` },
    {
      fr: 'Déployez, puis abonnez l’équipe à la sortie AlarmTopicArn (aws sns subscribe) et confirmez.',
      en: 'Deploy, then subscribe the team to the output AlarmTopicArn (aws sns subscribe) and confirm.',
    },
  );
}
