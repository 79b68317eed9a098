import type { MockOptions } from './mock.ts'
import type { MockChoice } from './mock-choice.ts'

/** What is wanted of an answer: a body of one's own is of the type that its status documents. */
export type TypedChoice<Responses> = Omit<MockChoice, 'status' | 'body'> &
  (
    | { readonly [Status in keyof Responses]: OfStatus<Status, Responses[Status]> }[keyof Responses]
    | OfStatus<undefined, 200 extends keyof Responses ? Responses[200] : Responses[keyof Responses]>
  )

type OfStatus<Status, Body> = (undefined extends Status
  ? { readonly status?: Status }
  : { readonly status: Status }) & {
  readonly body?: Body
}

/** Options of a mock by the types of its contract's operations. */
export type TypedMockOptions<Operations> =
  | (Omit<MockOptions, 'answers' | 'body'> & {
      /** For single operations, by id, over what holds for all. */
      readonly answers?: {
        readonly [Id in keyof Operations]?: Operations[Id] extends { readonly responses: infer Responses }
          ? TypedChoice<Responses>
          : never
      }
      readonly breaking?: false
    })
  | (MockOptions & {
      /** Bodies of `answers` may break the contract. */
      readonly breaking: true
    })
