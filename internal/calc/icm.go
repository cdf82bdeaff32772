package calc

import (
	"strconv"

	"felt/internal/poker/deal"
	"felt/internal/poker/money"
)

type icmIn struct {
	Stacks []int64        `json:"stacks"` // chips
	Prizes []money.Amount `json:"prizes"` // minor units, first to last
}

type icmOut struct {
	Values []money.Amount `json:"values"` // in the order of the stacks
	Finish [][]millionths `json:"finish"` // Finish[i][k]: chance of player i to take place k+1
}

// millionths writes a chance with up to six decimals: 0.339286, 0.5.
type millionths int64

func (m millionths) MarshalJSON() ([]byte, error) {
	return strconv.AppendFloat(nil, float64(m)/1e6, 'f', -1, 64), nil
}

func icm(in icmIn) (icmOut, error) {
	worth, err := deal.Evaluate(in.Stacks, in.Prizes)
	if err != nil {
		return icmOut{}, err
	}
	out := icmOut{Values: worth.Values, Finish: make([][]millionths, len(worth.Finish))}
	for i, places := range worth.Finish {
		for _, chance := range places {
			out.Finish[i] = append(out.Finish[i], millionths(chance))
		}
	}
	return out, nil
}
