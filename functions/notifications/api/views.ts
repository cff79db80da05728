import { stateOf, type Notification } from '../domain/notification.ts';

/** How a message went, for whoever asked for it: channels, states, reasons; no address (RET-16). */
export function viewNotification(notification: Notification) {
  const { notificationId, purpose, steps } = notification;
  return {
    notificationId,
    purpose,
    steps: steps.map(({ attempt: _attempt, ...step }) => step),
    state: stateOf(notification),
  };
}
