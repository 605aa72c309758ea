import type { UniqueProxyRule } from '../model/rule.js'
import type { Holding } from '../model/subject.js'
import { itemsSchema, readItems } from './items.js'
import type { Kind } from './kind.js'

/** A mailbox needs addresses that no other object has. */
export const uniqueProxy: Kind<UniqueProxyRule> = {
  kind: 'unique-proxy',
  error: 'UniquenessViolation',

  judges: ({ severity }) => [severity === 'error' ? 'attempt' : 'user'],

  schema: {
    properties: {
      whenAnyPlan: itemsSchema('plan', 'When any of these plans', 'Service plans that need a proxy address of their own.', [
        'EXCHANGE_S_STANDARD',
        'EXCHANGE_S_ENTERPRISE',
      ]),
    },
    required: ['whenAnyPlan'],
  },

  read(body, head, resolve) {
    const whenAnyPlan = readItems(body['whenAnyPlan'], 'plan', ['whenAnyPlan'], resolve)
    return whenAnyPlan && { ...head, kind: 'unique-proxy', whenAnyPlan }
  },

  conditions: ({ whenAnyPlan }) => ({
    all: [
      { fact: 'addressClash', operator: 'equal', value: true },
      { fact: 'on', params: { items: whenAnyPlan }, operator: 'holdsAtLeast', value: 1 },
    ],
  }),

  trigger: ({ whenAnyPlan }) => ({ type: 'present', items: whenAnyPlan }),

  evidence: (_rule, witnesses) => ({ kind: 'unique-proxy', holdings: witnesses.at(-1)?.result as readonly Holding[] }),
}
