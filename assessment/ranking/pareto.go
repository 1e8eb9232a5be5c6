// Which options nobody should take, since another costs no more and is worth no less.

package ranking

// Pareto gives, for each option, the index of one that dominates it, or −1: one that
// costs no more and is worth no less, and is better in one of the two. Of several it
// is the one worth most, then the cheapest, then the first. Costs are in any one
// unit, values in any one scale of the order of 1; differences of value below 1e-12
// are none. An option of which either is NaN neither dominates nor is dominated.
func Pareto(cost, value []float64) []int {
	dominator := make([]int, len(cost))
	for i := range cost {
		best := -1
		for k := range cost {
			// Written so that every comparison with NaN says no.
			noWorse := cost[k] <= cost[i] && value[k] > value[i]-same
			better := cost[k] < cost[i] || value[k] >= value[i]+same
			if !noWorse || !better {
				continue
			}
			if best < 0 || value[k] >= value[best]+same || value[k] > value[best]-same && cost[k] < cost[best] {
				best = k
			}
		}
		dominator[i] = best
	}
	return dominator
}
