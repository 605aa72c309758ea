import type { Command } from '../command.js'
import { quietOptions } from '../options.js'

const format = { flags: '--format <name>', about: 'text (default) or json', values: ['text', 'json'] } as const

/** Catalogs of products and service plans: where they come from, what they say, what changed. */
export const catalog: Command = {
  name: 'catalog',
  summary: 'import, look up and compare lists of products and service plans',
  about: 'A catalog says which service plans a product has. seatplan brings one along; import Microsoft\'s newest list to replace it.',
  arguments: [],
  options: [],
  examples: [],
  commands: [
    {
      name: 'import',
      summary: 'turn Microsoft\'s CSV into a catalog',
      about: 'Reads the CSV "Product names and service plan identifiers for licensing" and writes products.json and plans.json. Standard output tells what was repaired and what stays ambiguous.',
      arguments: [{ name: '<csv>', about: 'the file as Microsoft publishes it' }],
      options: [
        { flags: '--output <folder>', about: 'where the catalog goes (default: catalogs/microsoft in the project)' },
        { flags: '--date <day>', about: 'day of the list, YYYY-MM-DD (default: today, UTC)' },
        format,
        ...quietOptions,
      ],
      examples: [['seatplan catalog import "Product names and service plan identifiers for licensing.csv"', 'replace the shipped catalog in this project']],
      run: async invocation => (await import('./catalog-import.js')).importCatalog(invocation),
    },
    {
      name: 'show',
      summary: 'the plans of a product, the products of a plan',
      about: 'Looks a product or service plan up by GUID, part number, plan name or display name. A name of several shows them all.',
      arguments: [{ name: '<name>', about: 'a GUID or a name' }],
      options: [{ flags: '--config <file>', about: 'project file (default: seatplan.yaml here or in a folder above)' }, format, ...quietOptions],
      examples: [
        ['seatplan catalog show ENTERPRISEPACK', 'what Office 365 E3 consists of'],
        ['seatplan catalog show SHAREPOINTWAC', 'what gives Office for the web'],
      ],
      run: async invocation => (await import('./catalog-show.js')).showCatalog(invocation),
    },
    {
      name: 'diff',
      summary: 'what a newer catalog says otherwise',
      about: 'Compares two catalogs: folders with products.json, folders of catalogs and overlays, or CSV files as Microsoft publishes them. New plans of known products come first: they are on in every group that has the product. The exit code is 1 if the catalogs differ.',
      arguments: [{ name: '<old>', about: 'the older catalog' }, { name: '<new>', about: 'the newer one' }],
      options: [format, ...quietOptions],
      examples: [['seatplan catalog diff catalogs/microsoft newer.csv', 'what an import would change']],
      run: async invocation => (await import('./catalog-compare.js')).compareCatalogs(invocation),
    },
  ],
}
