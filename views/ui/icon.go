package ui

// iconClass is the class of an icon. One that points forward or back turns round where
// lines run from right to left.
func iconClass(name string) string {
	switch name {
	case "arrow-left", "arrow-right", "chevron-left", "chevron-right", "undo-2", "redo-2", "send", "log-out":
		return "icon icon-turns"
	}
	return "icon"
}
