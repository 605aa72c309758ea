import type { Command, Invocation } from '../command.js'
import { projectOptions } from '../options.js'

const spoken = ['--tenant', '--config', '--rules', '--now']

/** For editors: what `lint` and `explain` say, while the author types. */
export const lsp: Command = {
  name: 'lsp',
  summary: 'speak with an editor: mistakes while you type, repairs, names, what a name means',
  about: 'A language server. Editors start it and speak with it over standard input and output; docs/editors.md says how to tell them. It reads the project around each file as `lint` does, with what is not saved yet in the place of what is on the disk, and knows what a schema cannot: the names of the tenant, of rules and of the project\'s own catalog.',
  arguments: [],
  options: [
    ...projectOptions.filter(option => spoken.some(flag => option.flags.startsWith(flag))),
    { flags: '--stdio', about: 'what it does anyway; many editors say it' },
  ],
  examples: [['seatplan lsp', 'as an editor starts it']],
  run: runLsp,
}

async function runLsp(invocation: Invocation): Promise<number> {
  const [{ serve }, { requestOf }, { loadShipped, packageFolder }] = await Promise.all([import('../../lsp/server.js'), import('../project.js'), import('../shipped.js')])
  return serve({ files: invocation.io.files, request: requestOf(invocation, await loadShipped()), packageFolder: packageFolder() })
}
