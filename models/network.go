package models

import (
	"context"
	"net/netip"
)

// NetworkOf is what limits count an address by: itself for IPv4, and for IPv6
// its /64, which is the least that one customer of a provider has.
func NetworkOf(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	ip = ip.Unmap().WithZone("")
	if ip.Is4() {
		return ip.String()
	}
	prefix, err := ip.Prefix(64)
	if err != nil {
		return address
	}
	return prefix.String()
}

type networkKey struct{}

// FromNetwork is a context in which work is done for somebody at a network. The
// same share of what is scarce goes to each network.
func FromNetwork(ctx context.Context, network string) context.Context {
	return context.WithValue(ctx, networkKey{}, network)
}

// NetworkFrom is the network that work is done for, or "" for this program itself.
func NetworkFrom(ctx context.Context) string {
	network, _ := ctx.Value(networkKey{}).(string)
	return network
}

type personKey struct{}

// ForPerson is a context in which work is done for an account, which has its
// share of what is scarce.
func ForPerson(ctx context.Context, id ID) context.Context {
	return context.WithValue(ctx, personKey{}, id.String())
}

// PersonOf is the account that work is done for, or "" for this program itself.
func PersonOf(ctx context.Context) string {
	person, _ := ctx.Value(personKey{}).(string)
	return person
}
