/** What `/j/:id/people` answers. */
export type PersonRow = {
  runId: number;
  customerId: number;
  /** Name, address or id, whichever is known first. */
  name?: string | undefined;
  nodeId: string;
  sinceAt: string;
  dueAt?: string | undefined;
  /** Why this person is held; the code is a key below `problems.`. */
  hold?: { code: string; params: Record<string, string | number> } | undefined;
};

export type PeopleAnswer = { people: PersonRow[]; hasMore: boolean; asOf: string };
