export { bundled } from './bundled.ts'
export { type GivenText, type LoadOptions, loadContract } from './load-contract.ts'
