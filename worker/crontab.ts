/** Graphile Worker's cron, in UTC. Never for a customer's local time. */
export const crontab = `
* * * * * arm ?jobKey=arm&max=3
17 * * * * maintain ?jobKey=maintain&max=3
`;
