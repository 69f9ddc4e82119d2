import { exit, Failure } from '../failure.ts'

/** What a run uploaded is not the report that was asked for. It was written by whoever opened the pull request. */
export class BadReport extends Failure {
  constructor(message: string) {
    super(message, exit.findings)
  }
}
