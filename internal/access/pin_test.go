package access

import (
	"context"
	"crypto/rand"
	"strings"
	"testing"
)

func TestAPINIsSixDigits(t *testing.T) {
	for _, pin := range []string{"", "12345", "1234567", "12345a", "１２３４５６", "-12345", "12 456", "123.45", "408271\n"} {
		refused(t, CheckNewPIN(pin), "pin_form")
	}
}

func TestPINsThatAnybodyWouldTryFirstAreRefusedInWords(t *testing.T) {
	for _, pin := range []string{"000000", "999999", "123456", "654321", "012345", "567890", "987654", "135791", "121212",
		"123123", "112233", "123321", "159753", "147258", "789456", "314159", "696969"} {
		if p := refused(t, CheckNewPIN(pin), "pin_guessable"); p.Next == "" || strings.Contains(p.Error(), pin) {
			t.Errorf("%s: %q", pin, p.Error())
		}
	}
	for _, pin := range []string{ownerPIN, "730194", "205918", "118274"} {
		if err := CheckNewPIN(pin); err != nil {
			t.Errorf("%s: %v", pin, err)
		}
	}
}

func TestMostPINsMayBeChosen(t *testing.T) {
	bad := 0
	for i := range 1_000_000 {
		pin := []byte("000000")
		for j, n := 5, i; j >= 0; j, n = j-1, n/10 {
			pin[j] = byte('0' + n%10)
		}
		if guessable(string(pin)) != "" {
			bad++
		}
	}
	// Refusing more than one in a hundred would only make guessing easier.
	if bad < 1000 || bad > 10_000 {
		t.Errorf("%d of a million PINs are refused", bad)
	}
}

func TestAHashOpensOnlyForItsPINItsPersonAndItsPepper(t *testing.T) {
	ctx, h := context.Background(), NewHasher()
	pepper, other := []byte(strings.Repeat("p", 32)), []byte(strings.Repeat("q", 32))
	kept, err := h.hash(ctx, pepper, "liv", ownerPIN, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(kept, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Error(kept)
	}
	again, _ := h.hash(ctx, pepper, "liv", ownerPIN, rand.Reader)
	if kept == again {
		t.Error("two hashes of one PIN are alike: no salt")
	}
	for _, c := range []struct {
		pepper           []byte
		staff, pin, kept string
		want             bool
	}{
		{pepper, "liv", ownerPIN, kept, true},
		{pepper, "liv", ownerPIN, again, true},
		{pepper, "liv", "408272", kept, false},
		{pepper, "jeppe", ownerPIN, kept, false},
		{other, "liv", ownerPIN, kept, false},
		{pepper, "liv", ownerPIN, "", false},
		{pepper, "liv", ownerPIN, kept[:len(kept)-2], false},
		{pepper, "liv", ownerPIN, strings.Replace(kept, "t=2", "t=1", 1), false},
		{pepper, "liv", ownerPIN, "$argon2id$v=19$m=19456,t=2,p=1$$", false},
	} {
		if got, err := h.check(ctx, c.pepper, c.staff, c.pin, c.kept); err != nil || got != c.want {
			t.Errorf("%q with %q: %v, %v", c.staff, c.kept, got, err)
		}
	}
}

func TestAtMostTwoHashesAreComputedAtOnce(t *testing.T) {
	h := NewHasher()
	h.slots <- struct{}{}
	h.slots <- struct{}{}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := h.check(ctx, make([]byte, 32), "liv", ownerPIN, ""); err != context.Canceled {
		t.Errorf("a third hash was computed: %v", err)
	}
	<-h.slots
	if _, err := h.check(context.Background(), make([]byte, 32), "liv", ownerPIN, ""); err != nil {
		t.Error(err)
	}
	if len(h.slots) != 1 {
		t.Error("a slot was not given back")
	}
}
