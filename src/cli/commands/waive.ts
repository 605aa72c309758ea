import type { Command, Invocation } from '../command.js'
import { projectOptions, quietOptions, waiverOptions } from '../options.js'

/** Accepts a finding for a time. */
export const waive: Command = {
  name: 'waive',
  summary: 'accept a finding for a time',
  about: 'Writes a waiver for FINDING into the project\'s file of waivers and says what passes with it and which waivers it makes unnecessary. FINDING is an id (f1) or a fingerprint of what `seatplan check PLAN` finds. A waiver needs a reason and a last day; when that day is over it is a finding itself.',
  arguments: [{ name: '<finding>', about: 'f1, or a fingerprint' }, { name: '[plan]', about: 'the plan whose finding it is; without it the tenant as it is' }],
  options: [
    { flags: '--reason <text>', about: 'why it is accepted' },
    { flags: '--expires <day>', about: 'the last day: YYYY-MM-DD, or so many days from now: 30d' },
    { flags: '--by <what>', about: 'what the waiver covers: this finding (fingerprint, the default), all of its rule, or all of its group', values: ['fingerprint', 'rule', 'group'] },
    { flags: '--owner <who>', about: 'who answers for it' },
    { flags: '--ticket <id>', about: 'where it was decided' },
    ...projectOptions,
    ...waiverOptions,
    ...quietOptions,
  ],
  examples: [
    ['seatplan waive f1 plan.yaml --reason "moves in March" --expires 30d', 'for thirty days'],
    ['seatplan waive f1 --by rule --reason "see CHG-1042" --expires 2026-12-31 --ticket CHG-1042', 'everything that this rule finds'],
  ],
  run: async (invocation: Invocation) => (await import('../write-waiver.js')).writeWaiver(invocation),
}
