import type { Command } from '../command.js'
import { projectOptions, quietOptions } from '../options.js'

const spoken = ['--config', '--now']

/** Sets of rules as a whole. */
export const rules: Command = {
  name: 'rules',
  summary: 'compare sets of rules by what they mean',
  about: 'What two sets of rules, or one set under two catalogs, decide otherwise.',
  arguments: [],
  options: [],
  examples: [],
  commands: [
    {
      name: 'diff',
      summary: 'what changes in meaning between two sets of packs, or two catalogs',
      about: 'Compares OLD and NEW: packs and folders of rules, with commas, or catalogs (a CSV of Microsoft, a folder with products.json, an overlay), under which the rules of the project are looked at. For every rule that decides otherwise: what is written otherwise, a smallest tenant whose verdict differs (played under both), and the products and scenarios about which it decides otherwise; scenarios are those that come with seatplan and those of the project. Texts alone make no difference. Severities are those of the rules, whatever the project overrides. Exit code 0: no difference in meaning; 1: they differ; 2: wrong input.',
      arguments: [{ name: '<old>', about: 'packs, folders or a catalog' }, { name: '<new>', about: 'the same, newer' }],
      options: [...projectOptions.filter(option => spoken.some(flag => option.flags.startsWith(flag))), { flags: '--format <name>', about: 'text (default) or json', values: ['text', 'json'] }, ...quietOptions],
      examples: [
        ['seatplan rules diff classic-2018 current', 'what the years changed'],
        ['seatplan rules diff ../main/rules ./rules', 'what a branch changes'],
        ['seatplan rules diff catalogs/microsoft newer.csv', 'what a newer catalog means for the rules'],
      ],
      run: async invocation => (await import('./rules-diff.js')).runRulesDiff(invocation),
    },
  ],
}
