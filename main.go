// Photogram is a photo-sharing platform that anyone can host.
package main

import (
	"os"

	"photogram/cli"
)

func main() { os.Exit(cli.Run(os.Args[1:])) }
