package checkout

import "orion/internal/kit/failpoint"

// The places where a completion that is killed leaves an order half done. The test of them
// kills a program at each that is here.
var (
	atPrepare   = failpoint.New("checkout: order written, not committed")
	atPrepared  = failpoint.New("checkout: order committed")
	atAsk       = failpoint.New("checkout: about to ask for the payment")
	atAnswer    = failpoint.New("checkout: payment asked for, nothing recorded")
	atConclude  = failpoint.New("checkout: order concluded, not committed")
	atConcluded = failpoint.New("checkout: order concluded and committed")
	atDrop      = failpoint.New("checkout: order given up, not committed")
	atRevive    = failpoint.New("checkout: order taken up again, not committed")
	atOwe       = failpoint.New("checkout: payment marked to go back, not committed")
	atSweep     = failpoint.New("checkout: orders that are due found")
	atSwept     = failpoint.New("checkout: one order swept, others left")
)
