import type { Guid } from './catalog.js'
import type { Holding } from './subject.js'

/** What a rule found, by kind. GUIDs only; no sentences. */
export type Evidence =
  | { readonly kind: 'mutually-exclusive'; readonly holdings: readonly Holding[] }
  | {
      readonly kind: 'prerequisite'
      readonly direction: 'add' | 'remove'
      readonly dependent: Guid
      /** Requirements that are not met: each is a list of alternatives. */
      readonly unmet: readonly (readonly Guid[])[]
      /** The dependent's holdings; on removal also what supplied it until then. */
      readonly holdings: readonly Holding[]
    }
  | {
      readonly kind: 'usage-location'
      readonly usageLocation: string | null
      /** The value is the tenant's. */
      readonly inherited: boolean
      /** The plan or product that the rule is about; null: any. */
      readonly planId: Guid | null
      readonly holdings: readonly Holding[]
    }
  | {
      readonly kind: 'seats'
      readonly skuId: Guid
      readonly enabled: number
      readonly warning: number
      readonly consumed: number
      readonly wanted: number
      readonly short: number
    }
  | { readonly kind: 'unique-proxy'; readonly holdings: readonly Holding[] }
  | {
      readonly kind: 'condition'
      readonly facts: Readonly<Record<string, unknown>>
      /** Products that the facts show. */
      readonly skuIds: readonly Guid[]
    }

export interface Violation {
  readonly ruleId: string
  readonly evidence: Evidence
}
