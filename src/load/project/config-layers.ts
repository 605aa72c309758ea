import type { Document } from '../text/document.js'
import { problemAt, problemIn } from '../text/problems.js'
import type { Problem } from '../../model/problem.js'

/** Makes a problem about a value where it was given. `at` leads into the value. */
export type Blame = (code: string, message: string, hint?: string, at?: readonly (string | number)[]) => Problem

/** Values from one origin: options, the environment, or the project's file. */
export interface Layer {
  readonly values: Readonly<Record<string, unknown>>
  /** What its relative paths are relative to. */
  readonly folder: string
  blame(key: string): Blame
}

export interface Setting {
  readonly value: unknown
  readonly folder: string
  readonly blame: Blame
}

/** What the first layer that speaks of a key says. */
export function settingOf(layers: readonly Layer[], key: string): Setting | undefined {
  const layer = layers.find(({ values }) => values[key] !== undefined)
  return layer === undefined ? undefined : { value: layer.values[key], folder: layer.folder, blame: layer.blame(key) }
}

export function fileLayer(document: Document, folder: string): Layer {
  const values = (document.data ?? {}) as Readonly<Record<string, unknown>>
  return { values, folder, blame: (key) => (code, message, hint, at = []) => problemAt(document.place([key, ...at]), code, message, hint) }
}

/** `--assume-members` for `assumeMembers`. */
export function optionLayer(values: Readonly<Record<string, unknown>>, folder: string): Layer {
  return { values, folder, blame: (key) => (code, message, hint) => problemIn(`--${key.replace(/[A-Z]/g, (upper) => `-${upper.toLowerCase()}`)}`, code, message, hint) }
}

const lists = ['catalogs', 'rules', 'scenarios', 'waivers', 'ranking']
const words = ['config', 'tenant', 'prices', 'channel', 'seats', 'now', 'assumeMembers', 'baseline']

/** `SEATPLAN_TENANT`, `SEATPLAN_RULES=current,./rules`, `SEATPLAN_ASSUMPTIONS=A-RETRY=false`. */
export function environmentLayer(env: Readonly<Record<string, string | undefined>>, folder: string): Layer {
  const given = (key: string): string | undefined => env[variableOf(key)] || undefined
  const one = words.map((key) => [key, given(key)])
  const many = lists.map((key) => [key, given(key)?.split(',').map((part) => part.trim()).filter((part) => part !== '')])
  const assumptions = given('assumptions')?.split(',').map((part) => part.split('=').map((side) => side.trim()))
  const reprocess = given('assumeReprocess')
  return {
    values: {
      ...Object.fromEntries([...one, ...many]),
      assumptions: assumptions && Object.fromEntries(assumptions.map(([id, value]) => [id!, truthOf(value ?? '')])),
      assumeReprocess: reprocess === undefined ? undefined : truthOf(reprocess),
    },
    folder,
    blame: (key) => (code, message, hint) => problemIn(variableOf(key), code, message, hint),
  }
}

function variableOf(key: string): string {
  return `SEATPLAN_${key.replace(/[A-Z]/g, (upper) => `_${upper}`).toUpperCase()}`
}

/** What is neither stays text, and is then no truth value. */
function truthOf(text: string): unknown {
  const word = text.toLowerCase()
  if (['1', 'true', 'yes', 'on'].includes(word)) return true
  return ['0', 'false', 'no', 'off'].includes(word) ? false : text
}
