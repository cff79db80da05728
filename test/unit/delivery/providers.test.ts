import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFeedback } from '../../../functions/delivery/domain/feedback.ts';
import { classifyError } from '../../../functions/delivery/domain/provider-outcome.ts';

const error = (name: string, more: object = {}) => Object.assign(new Error('x'), { name }, more);
const answered = (status: number) => ({ $metadata: { httpStatusCode: status } });

describe('what an error of a provider means', () => {
  it.each([
    ['rate', error('Throttling', answered(400)), 'LATER', 'THROTTLED'],
    [
      'quota',
      error('Throttling', { message: 'Daily message quota exceeded.', ...answered(400) }),
      'LATER',
      'DAILY_QUOTA',
    ],
    ['pause', error('AccountSendingPausedException', answered(400)), 'LATER', 'SENDING_PAUSED'],
    ['no connection', error('Error', { code: 'ECONNREFUSED' }), 'LATER', 'UNREACHABLE'],
    ['refusal', error('MessageRejected', answered(400)), 'FAILED', 'REJECTED'],
    ['bad number', error('InvalidParameter', answered(400)), 'FAILED', 'REJECTED'],
    ['5xx', error('InternalFailure', answered(500)), 'UNKNOWN', 'NO_ANSWER'],
    ['timeout', error('TimeoutError'), 'UNKNOWN', 'NO_ANSWER'],
    ['cut line', error('Error', { code: 'ECONNRESET' }), 'UNKNOWN', 'NO_ANSWER'],
  ])('%s', (_title, thrown, state, reason) => {
    expect(classifyError(thrown)).toMatchObject({ state, reason });
  });

  it('is never “sent”, whatever is thrown', () => {
    fc.assert(
      fc.property(fc.anything(), (thrown) => expect(classifyError(thrown).state).not.toBe('SENT')),
    );
  });
});

const mail = {
  messageId: '0100-1',
  tags: { notification: ['n1'], attempt: ['2'], 'ses:configuration-set': ['x'] },
  newField: 1,
};
const bounce = (bounceType: string, bounceSubType: string) => ({
  bounce: { bounceType, bounceSubType },
  mail,
});
const sms = (status: string, providerResponse: string) => ({
  notification: { messageId: 's1', timestamp: 'x' },
  delivery: { destination: '+33612345678', providerResponse },
  status,
});

describe('[NOT-15] what a provider says afterwards', () => {
  it.each<[string, object, string | undefined]>([
    [
      'hard bounce, configuration set',
      { eventType: 'Bounce', ...bounce('Permanent', 'General') },
      'HARD',
    ],
    [
      'hard bounce, identity',
      { notificationType: 'Bounce', ...bounce('Permanent', 'NoEmail') },
      'HARD',
    ],
    [
      'suppressed at SES',
      { eventType: 'Bounce', ...bounce('Permanent', 'OnAccountSuppressionList') },
      'OPTED_OUT',
    ],
    ['out of office', { eventType: 'Bounce', ...bounce('Transient', 'General') }, undefined],
    [
      'complaint',
      { eventType: 'Complaint', complaint: { complaintFeedbackType: 'abuse' }, mail },
      'COMPLAINT',
    ],
    [
      'complaint without type',
      { eventType: 'Complaint', complaint: { complaintFeedbackType: null }, mail },
      'COMPLAINT',
    ],
    [
      '“not spam”',
      { eventType: 'Complaint', complaint: { complaintFeedbackType: 'not-spam' }, mail },
      undefined,
    ],
    ['delivery', { eventType: 'Delivery', mail }, 'DELIVERED'],
    ['reject', { eventType: 'Reject', reject: { reason: 'Bad content' }, mail }, 'REJECTED'],
    ['an open that nobody asked for', { eventType: 'Open', mail }, undefined],
    ['dead number', sms('FAILURE', 'Invalid phone number'), 'HARD'],
    ['opted out', sms('FAILURE', 'Phone number is opted out'), 'OPTED_OUT'],
    ['switched off', sms('FAILURE', 'Phone is currently unreachable/unavailable'), 'SOFT'],
    ['accepted', sms('SUCCESS', 'Message has been accepted by phone carrier'), 'DELIVERED'],
  ])('%s', (_title, message, kind) => {
    expect(readFeedback(message)?.kind).toBe(kind);
  });

  it('finds the message by its tags, or else by the provider’s id', () => {
    expect(readFeedback({ eventType: 'Delivery', mail })).toEqual({
      kind: 'DELIVERED',
      providerId: '0100-1',
      notificationId: 'n1',
      attempt: 2,
    });
    expect(readFeedback({ notificationType: 'Delivery', mail: { messageId: '0100-1' } })).toEqual({
      kind: 'DELIVERED',
      providerId: '0100-1',
    });
  });

  it('bears anything', () => {
    fc.assert(
      fc.property(fc.anything(), (message) => expect(() => readFeedback(message)).not.toThrow()),
    );
  });
});
