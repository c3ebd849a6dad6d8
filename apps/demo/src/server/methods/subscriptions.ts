import type { HandlersOf } from './handler.js';

export const subscriptionMethods: HandlersOf<'subscribe' | 'unsubscribe'> = {
  subscribe: ({ topic, line }, { subscriptions }) => ({ subscription: subscriptions.begin(topic, line) }),

  unsubscribe: ({ subscription }, { subscriptions }) => {
    subscriptions.end(subscription);
    return { ok: true };
  },
};
