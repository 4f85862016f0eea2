/** How requests that raced were answered, whoever came first. */
export const statuses = (answers: readonly { status: number }[]): number[] =>
  answers.map((answer) => answer.status).toSorted((one, other) => one - other);
