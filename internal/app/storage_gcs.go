//go:build gcs

package app

import _ "gocloud.dev/blob/gcsblob" // gs://, which doubles the size of the program
