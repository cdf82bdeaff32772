package api

import (
	"felt/internal/access"
	"felt/internal/poker/clock"
	"felt/internal/poker/tournament"
)

func (a *API) clock() {
	type simple struct{ Target }
	for _, c := range []struct {
		path, id, summary string
		command           tournament.Command
	}{
		{"clock/start", "start-clock", "Start or resume the clock", tournament.StartClock{}},
		{"clock/pause", "pause-clock", "Pause the clock", tournament.PauseClock{}},
		{"level/advance", "advance-level", "Go to the next level or break", tournament.ChangeLevel{By: 1}},
		{"level/back", "back-level", "Go back to the level or break before", tournament.ChangeLevel{By: -1}},
		{"break/end", "end-break", "End the break now", tournament.EndBreak{}},
		{"hand-for-hand/start", "start-hand-for-hand", "Play hand for hand (TDA RP-8)", tournament.StartHandForHand{}},
		{"hand-for-hand/hand", "finish-hand", "All tables have finished the hand", tournament.FinishHand{}},
		{"hand-for-hand/end", "end-hand-for-hand", "Go back to free play", tournament.EndHandForHand{}},
	} {
		command(a, "/api/tournaments/{id}/"+c.path, c.id, c.summary, access.RunClock, func(simple) tournament.Command { return c.command })
	}

	type set struct {
		Target
		Body clock.Reading
	}
	command(a, "/api/tournaments/{id}/clock/set", "set-clock", "Put the clock to a reading", access.RunClock,
		func(in set) tournament.Command { return tournament.SetClock{Reading: in.Body} })

	type minutes struct {
		Target
		Body struct {
			Minutes int `json:"minutes" minimum:"-600" maximum:"600"`
		}
	}
	command(a, "/api/tournaments/{id}/clock/minutes", "add-minutes", "Give the level more minutes, or fewer", access.RunClock,
		func(in minutes) tournament.Command {
			return tournament.AddTime{DeltaMS: int64(in.Body.Minutes) * 60_000}
		})

	type takeBreak struct {
		Target
		Body struct {
			Minutes      int  `json:"minutes" minimum:"1" maximum:"1440"`
			ReplacesNext bool `json:"replaces_next,omitempty" doc:"the next scheduled break is passed over"`
		}
	}
	command(a, "/api/tournaments/{id}/break/take", "take-break", "Take a break now", access.RunClock,
		func(in takeBreak) tournament.Command {
			return tournament.TakeBreak{Minutes: in.Body.Minutes, ReplacesNext: in.Body.ReplacesNext}
		})

	type resume struct {
		Target
		Body struct {
			AwayMS int64 `json:"away_ms" minimum:"0" doc:"time to count away; 0 resumes from the last reading"`
		}
	}
	command(a, "/api/tournaments/{id}/clock/resume", "resume-clock", "Say how to go on after a power cut", access.RunClock,
		func(in resume) tournament.Command { return tournament.ResumeClock{AwayMS: in.Body.AwayMS} })
}
