import { type Contract, withMaxBody } from '../../contract/model/index.ts'
import { type OwnFormats, requireCount } from '../../options/index.ts'
import { withFormats } from './with-formats.ts'

/** What the options say of a contract's values: their formats, and how large they are made. Throws UsageError. */
export const contractWith = (
  contract: Contract,
  { formats, maxBody }: { readonly formats?: OwnFormats | undefined; readonly maxBody?: number | undefined },
): Contract => withMaxBody(withFormats(contract, formats), requireCount('maxBody', maxBody, 1))
