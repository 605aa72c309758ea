import type { Guid } from '../model/catalog.js'
import type { Item, Rule, RuleHead } from '../model/rule.js'
import type { Subject } from '../model/subject.js'
import type { Evidence } from '../model/violation.js'

/** Conditions as json-rules-engine reads them; plain data, so that only `engine/` knows the engine. */
export type Conditions =
  | { readonly all: readonly Conditions[] }
  | { readonly any: readonly Conditions[] }
  | { readonly not: Conditions }
  | {
      readonly fact: string
      readonly operator: string
      readonly value: unknown
      readonly params?: Readonly<Record<string, unknown>>
    }

/** When a rule could fire at all, as plain data. `engine/` turns it into bitsets; a rule whose trigger is not met is not judged. */
export type Trigger =
  | { readonly type: 'together'; readonly left: readonly Item[]; readonly right: readonly Item[] }
  | { readonly type: 'present'; readonly items: readonly Item[] }
  | {
      readonly type: 'present-and-absent'
      readonly present: readonly Item[]
      /** Fires only if in some of these groups no alternative is wholly there. */
      readonly absent: readonly (readonly (readonly Item[])[])[]
    }
  | { readonly type: 'always' }

/** Looks a name up while a rule is read; a wrong one becomes a problem at its place and gives undefined. */
export interface Resolve {
  plan(handle: string, path: readonly (string | number)[]): Guid | undefined
  product(handle: string, path: readonly (string | number)[]): Guid | undefined
  group(handle: string, path: readonly (string | number)[]): Guid | undefined
  /**
   * A country as its author wrote it: two upper-case letters, quoted, assigned in ISO 3166-1 (`load/catalog/countries.ts`).
   * Anything else becomes a problem with its hint (`UK` -> `GB`, `BHR` -> `BH`, unquoted `NO` -> `'NO'`) and gives undefined.
   * Where it is absent only the form is checked.
   */
  country?(text: string, path: readonly (string | number)[]): string | undefined
  /** The advice that names what a mistyped word most likely meant; absent: no such hints. */
  didYouMean?(word: string, words: readonly string[]): string | undefined
  problem(code: string, message: string, path: readonly (string | number)[], hint?: string): void
}

/**
 * What a rule can mean: one value in one file.
 * What an author may write, what to ask, how to read the answer.
 */
export interface Kind<R extends Rule = Rule> {
  readonly kind: R['kind']
  /** Graph's code that a violation records; null: the kind blocks nothing. */
  readonly error: string | null
  /** Which subjects its rules judge, given the rule. */
  judges(rule: R): readonly Subject['type'][]
  /** JSON Schema (2020-12) of the kind's own keys. */
  readonly schema: { readonly properties: Readonly<Record<string, object>>; readonly required: readonly string[]; readonly [more: string]: unknown }
  /** The author's data, already valid against the schema, as a rule. */
  read(body: Readonly<Record<string, unknown>>, head: RuleHead, resolve: Resolve): R | undefined
  conditions(rule: R, subject: Subject['type']): Conditions
  trigger(rule: R): Trigger
  /** Evidence from the witnesses that the conditions found, in the order of the conditions. */
  evidence(rule: R, witnesses: readonly Witness[], subject: Subject): Evidence
}

/** What a fact returned in the run in which the rule fired. */
export interface Witness {
  readonly fact: string
  readonly params: Readonly<Record<string, unknown>> | undefined
  readonly result: unknown
}
