package checkout

// DueSQL is the statement of Sweep, for the test of its plan.
const DueSQL = dueSQL
