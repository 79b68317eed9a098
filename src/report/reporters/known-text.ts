import type { Finding } from '../results/index.ts'
import { legible } from '../text/index.ts'

/** Why a finding fails no run although it is one: `known until 2026-12-31: fixed in release 8`. */
export const knownText = ({ reason, expires }: NonNullable<Finding['known']>): string =>
  `known until ${legible(expires, { word: 40, whole: 40 })}: ${legible(reason, { word: 120, whole: 400 })}`
