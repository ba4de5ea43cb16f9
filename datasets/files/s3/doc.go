// Package s3 keeps files in a bucket of an object store that speaks Amazon's S3:
// AWS, Ceph, MinIO, Garage, a versitygw before a folder.
//
// A file is first written to this machine, where its checksum is made, and then put
// in one request, or in parts that become a file by one last request. What is never
// changed is put under the condition that its name is free (If-None-Match), which the
// server has to know. A reader that is cut off goes on where it was, with the same
// content or not at all. Parts that a crash left behind cost room until the bucket's
// rule removes them (AbortIncompleteMultipartUpload, see the README).
package s3
