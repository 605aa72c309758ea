import type { Loaded, Problem } from '../../../model/problem.js'
import type { RuleSet } from '../../../model/rule.js'
import type { RuleTest } from '../../../model/rule-test.js'
import { derivedId } from '../../text/derived-id.js'
import type { Document } from '../../text/document.js'
import type { Files } from '../../files.js'
import { lookupIn, type Lookup } from '../../catalog/names.js'
import { openDocument } from '../../text/open.js'
import { isRules } from '../packs.js'
import { folderOf, pathFrom, shownFrom } from '../../paths.js'
import { hasErrors, sortedProblems } from '../../text/problems.js'
import { gatherRules, readPack, type Pack } from '../rules.js'
import type { ScenarioRequest } from '../scenario.js'
import { checkShape } from '../../text/schema.js'
import { fold, isGuid, tidyGuid } from '../../text/tidy.js'
import { openWorkspace, type Workspace } from '../workspace.js'
import { readRuleTest } from './read.js'

/** Reads a file of tables with every name resolved. All problems at once; the value only where there is none. */
export async function loadRuleTest(files: Files, request: ScenarioRequest): Promise<Loaded<RuleTest>> {
  const document = await openDocument(files, request.path, shownFrom(request.root, request.path))
  if (document.value === undefined) return { problems: document.problems }
  const wrong = [...document.problems, ...checkShape(document.value, 'ruletest')]
  return hasErrors(wrong) ? { problems: wrong } : readAgainst(files, request, document.value)
}

async function readAgainst(files: Files, request: ScenarioRequest, document: Document): Promise<Loaded<RuleTest>> {
  const rules = await rulesFor(files, request.path, document)
  const { tenant: _, ...options } = request.options ?? {}
  const workspace = await openWorkspace(files, { ...request, options: { ...(rules === undefined ? {} : { rules }), ...options } })
  if (workspace.value === undefined) return { problems: placed(workspace.problems, document) }
  const { catalog, config } = workspace.value
  const read = await readRuleTest(document, { catalog, settings: config.settings, now: config.now, rulesOn: rulesOn(workspace.value, groupsOf(document)) })
  const problems = sortedProblems([...placed(workspace.problems, document), ...read.problems])
  return read.value === undefined || hasErrors(problems) ? { problems } : { value: read.value, problems }
}

/** Those that the file names, else those beside which it stands, else those of the project. */
async function rulesFor(files: Files, path: string, { data }: Document): Promise<readonly string[] | undefined> {
  const named = (data as { readonly rules?: readonly string[] }).rules
  if (named !== undefined) return named.map((rule) => (rule.startsWith('.') || /[/\\]/.test(rule) ? pathFrom(folderOf(path), rule) : rule))
  const folder = folderOf(path)
  const beside = await rulesBeside(files, folder)
  return beside === undefined ? undefined : [beside]
}

/** The nearest folder above that is a pack, else the folder itself where it holds rules. */
async function rulesBeside(files: Files, folder: string): Promise<string | undefined> {
  const pack = await packAbove(files, folder)
  if (pack !== undefined) return pack
  const names = await files.list(folder)
  const looks = await Promise.all(names.filter((name) => isRules(`/${name}`)).map((name) => holdsRules(files, `${folder}/${name}`)))
  return looks.includes(true) ? folder : undefined
}

async function packAbove(files: Files, folder: string): Promise<string | undefined> {
  if ((await files.stat(`${folder}/pack.yaml`))?.kind === 'file') return folder
  const above = folderOf(folder)
  return above === folder ? undefined : packAbove(files, above)
}

async function holdsRules(files: Files, path: string): Promise<boolean> {
  if ((await files.stat(path))?.kind !== 'file') return false
  return /^["']?rules["']?\s*:/m.test(new TextDecoder().decode(await files.read(path)))
}

/** Rules as they are written: a project's overrides are not looked at. Read once, gathered for each day once. */
function rulesOn({ packs, catalog }: Workspace, groups: readonly string[]): (day: string) => Loaded<RuleSet> {
  const lookup = { ...lookupIn(catalog, undefined), group: groupAmong(groups) }
  const read = packs.map((pack): Loaded<Pack> => ('rules' in pack ? { value: pack, problems: [] } : readPack(pack.name, pack.documents, lookup)))
  const problems = read.flatMap((one) => one.problems)
  const known = new Map<string, Loaded<RuleSet>>()
  return (day) => {
    const rules = known.get(day) ?? gathered(read.flatMap(({ value }) => value ?? []), problems, day)
    known.set(day, rules)
    return rules
  }
}

function gathered(packs: readonly Pack[], problems: readonly Problem[], day: string): Loaded<RuleSet> {
  const found = gatherRules(packs, [], day)
  return { ...found, problems: [...problems, ...found.problems] }
}

function groupsOf({ data }: Document): readonly string[] {
  return Object.keys((data as { readonly groups?: object }).groups ?? {})
}

/** Groups that rules name: those of the file, and others that nobody is in. */
export function groupAmong(groups: readonly string[]): Lookup['group'] {
  return (handle) => ({ id: isGuid(tidyGuid(handle)) ? tidyGuid(handle) : derivedId('group', groups.find((name) => fold(name) === fold(handle)) ?? handle) })
}

/** What is wrong with the rules that the file names is wrong in the file. */
function placed(problems: readonly Problem[], document: Document): readonly Problem[] {
  const isOurs = (document.data as { readonly rules?: unknown }).rules !== undefined
  return problems.map((problem) => (problem.file === '--rules' && isOurs ? { ...problem, ...document.place(['rules']) } : problem))
}
