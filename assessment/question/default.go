package question

import (
	"sync"

	"muster/assets"
)

// Default is the set that ships with the program. Callers must not change it.
var Default = sync.OnceValue(func() *Set {
	s, err := Load("mssp-sia.yaml", assets.QuestionSet)
	if err != nil {
		panic(err) // a test loads the shipped set
	}
	return s
})
