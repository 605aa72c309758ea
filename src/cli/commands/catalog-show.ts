import { loadConfig } from '../../load/project/config.js'
import { showInCatalog } from '../../load/catalog/show.js'
import { openCatalog } from '../../load/project/workspace.js'
import type { Catalog } from '../../model/catalog.js'
import type { Loaded } from '../../model/problem.js'
import { answerText } from '../texts/catalog.js'
import { isGiven, valueOf, type Invocation } from '../command.js'
import { optionProblem } from '../options.js'
import { configOptions } from '../project.js'
import { refuse } from '../say.js'
import { loadShipped } from '../shipped.js'

/** `catalog show NAME`: 0 found, 2 unknown. A name of several shows them all. */
export async function showCatalog(invocation: Invocation): Promise<number> {
  const { words, given, io } = invocation
  const { value, problems } = await catalogInUse(invocation)
  if (value === undefined) return refuse(problems, given, io)
  const answer = showInCatalog(value, words[0]!)
  const found = answer.products.length + answer.plans.length
  if (found === 0) return refuse([unknownName(words[0]!, answer.nearest)], given, io)
  io.out(valueOf(given, 'format') === 'json' ? `${JSON.stringify({ schemaVersion: 1, ...answer }, undefined, 2)}\n` : answerText(answer))
  const isAmbiguous = answer.products.length > 1 || answer.plans.length > 1
  if (isAmbiguous && !isGiven(given, 'quiet')) io.err(`\`${words[0]}\` is the name of ${found}: a plan or rule that means one of them says the GUID\n`)
  return 0
}

/** The project's catalog with all overlays, without any tenant's plans. */
async function catalogInUse({ given, io }: Invocation): Promise<Loaded<Catalog>> {
  const config = await loadConfig(io.files, { cwd: io.cwd, today: io.today(), env: io.env, options: configOptions(given) })
  if (config.value === undefined) return { problems: config.problems }
  return openCatalog(io.files, config.value, await loadShipped())
}

function unknownName(name: string, near: string | null) {
  const hint = near === null ? 'products are called by GUID, part number or display name, service plans alike' : `did you mean \`${near}\`?`
  return optionProblem('unknown-name', `no product or service plan is called \`${name}\``, hint)
}
