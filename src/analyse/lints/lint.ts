import type { Document } from '../../load/text/document.js'
import type { FileType } from '../../load/text/schema.js'
import type { Lookup } from '../../load/catalog/names.js'
import type { Override } from '../../load/project/rules.js'
import type { Catalog } from '../../model/catalog.js'
import type { LintId } from '../../model/lint.js'
import type { Names } from '../../model/names.js'
import type { Fix, Place } from '../../model/problem.js'
import type { Project } from '../../model/project.js'
import type { Rule } from '../../model/rule.js'
import type { Shelf } from './shelf.js'
import type { WrittenRule } from './written-rules.js'

/** Something that could be better, and where. */
export interface Remark {
  readonly place: Place
  /** One lower-case sentence, what the reader wrote in backticks. */
  readonly message: string
  readonly hint?: string
  readonly fix?: Fix
}

/** Rules that are loaded together, and what they are about. */
export interface House {
  readonly now: string
  readonly catalog: Catalog
  readonly names: Names
  readonly lookup: Lookup
  readonly shelf: Shelf
  /** Those that are not `off`: `service` first, then in the order of packs and files. */
  readonly rules: readonly WrittenRule[]
}

/** One file of any type, on its own. */
export interface LintedFile {
  readonly document: Document
  readonly type: FileType
  readonly catalog: Catalog
  readonly now: string
}

/** What a project says of rules and findings, beside the rules themselves. */
export interface Around {
  readonly now: string
  /** As they are loaded, before any override. */
  readonly rules: readonly Rule[]
  /** Ids that a waiver may name beside those of `rules`. */
  readonly otherIds: readonly string[]
  readonly overrides: readonly Override[]
  readonly waivers: readonly Document[]
  /** Absent: groups and users are taken at their word. */
  readonly lookup: Lookup | undefined
  /** With its tenant, where one is loaded. */
  readonly project: Project | undefined
}

/**
 * One thing to look for. What it finds is no error of reading: everything could be played as it is.
 * A lint looks at rules that are loaded together, at single files, or at what stands around them.
 */
export interface Lint {
  readonly id: LintId
  /** What it finds, as its page begins. */
  readonly about: string
  rules?(house: House): readonly Remark[]
  file?(file: LintedFile): readonly Remark[]
  around?(around: Around): readonly Remark[] | Promise<readonly Remark[]>
}
