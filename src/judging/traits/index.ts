export { type Account, fewestTraits } from './fewest-traits.ts'
export { memberTraits, nameTraits, textTraits, valueTraits } from './value-traits.ts'
