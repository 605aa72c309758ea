import type { Remedy } from '../model/report.js'

/** What a way out asks of people, in the words of every report. */
export const safetyWords = {
  'safe': 'safe',
  'needs-purchase': 'needs a purchase',
  'needs-decision': 'needs a decision',
  'on-premises': 'is done on-premises',
} as const satisfies Readonly<Record<Remedy['safety'], string>>
