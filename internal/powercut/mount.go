package powercut

import (
	"context"
	"fmt"
	"syscall"
	"time"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// Mount shows the disk at an empty folder, until Unmount. After a Reboot it has
// to be mounted anew. It needs /dev/fuse and the right to mount (root).
//
// The programs that use it have to be other processes: a Go program that waits
// for its own file system in a page fault can stop altogether.
func (d *Disk) Mount(dir string) (unmount func() error, err error) {
	var none time.Duration // nothing about names and sizes is cached
	server, err := fs.Mount(dir, &folder{disk: d}, &fs.Options{
		EntryTimeout: &none, AttrTimeout: &none,
		MountOptions: fuse.MountOptions{DirectMount: true, FsName: "powercut", Name: "powercut"},
	})
	if err != nil {
		return nil, fmt.Errorf("mount a FUSE file system at %s (it needs /dev/fuse and root): %w", dir, err)
	}
	return server.Unmount, nil
}

type folder struct {
	fs.Inode
	disk *Disk
}

type node struct {
	fs.Inode
	disk *Disk
	file *file
}

var (
	_ = (fs.NodeOnAdder)((*folder)(nil))
	_ = (fs.NodeCreater)((*folder)(nil))
	_ = (fs.NodeUnlinker)((*folder)(nil))
	_ = (fs.NodeRenamer)((*folder)(nil))
	_ = (fs.NodeFsyncer)((*folder)(nil))
	_ = (fs.NodeStatfser)((*folder)(nil))
	_ = (fs.NodeOpener)((*node)(nil))
	_ = (fs.NodeReader)((*node)(nil))
	_ = (fs.NodeWriter)((*node)(nil))
	_ = (fs.NodeGetattrer)((*node)(nil))
	_ = (fs.NodeSetattrer)((*node)(nil))
	_ = (fs.NodeFsyncer)((*node)(nil))
	_ = (fs.NodeFlusher)((*node)(nil))
)

// OnAdd puts the files that are there into the folder.
func (r *folder) OnAdd(ctx context.Context) {
	for name, f := range r.disk.now {
		r.AddChild(name, r.child(ctx, f), true)
	}
}

func (r *folder) child(ctx context.Context, f *file) *fs.Inode {
	return r.NewPersistentInode(ctx, &node{disk: r.disk, file: f}, fs.StableAttr{Mode: syscall.S_IFREG})
}

func (r *folder) Create(ctx context.Context, name string, _ uint32, mode uint32, out *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	d := r.disk
	d.mu.Lock()
	defer d.mu.Unlock()
	if errno := d.change(); errno != 0 {
		return nil, nil, 0, errno
	}
	f := &file{mode: mode & 0o777, dirty: map[int]bool{}}
	d.now[name] = f
	out.Mode = f.mode
	return r.child(ctx, f), nil, 0, 0
}

func (r *folder) Unlink(_ context.Context, name string) syscall.Errno {
	d := r.disk
	d.mu.Lock()
	defer d.mu.Unlock()
	if errno := d.change(); errno != 0 {
		return errno
	}
	d.forget(name)
	delete(d.now, name)
	return 0
}

func (r *folder) Rename(_ context.Context, name string, _ fs.InodeEmbedder, newName string, _ uint32) syscall.Errno {
	d := r.disk
	d.mu.Lock()
	defer d.mu.Unlock()
	if errno := d.change(); errno != 0 {
		return errno
	}
	d.forget(newName)
	d.now[newName] = d.now[name]
	delete(d.now, name)
	return 0
}

// forget gives the room of a file back.
func (d *Disk) forget(name string) {
	if f := d.now[name]; f != nil {
		d.used -= len(f.now)
	}
}

func (r *folder) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	return r.disk.flushNames()
}

func (r *folder) Statfs(_ context.Context, out *fuse.StatfsOut) syscall.Errno {
	d := r.disk
	d.mu.Lock()
	defer d.mu.Unlock()
	total := 1 << 40
	if d.limit > 0 {
		total = d.limit
	}
	free := max(0, total-d.used) / 4096
	out.Bsize, out.Frsize = 4096, 4096
	out.Blocks, out.Bfree, out.Bavail = uint64(total/4096), uint64(free), uint64(free)
	return 0
}

func (n *node) Open(context.Context, uint32) (fs.FileHandle, uint32, syscall.Errno) {
	return nil, 0, n.disk.alive()
}

func (n *node) Read(_ context.Context, _ fs.FileHandle, dest []byte, off int64) (fuse.ReadResult, syscall.Errno) {
	if errno := n.disk.alive(); errno != 0 {
		return nil, errno
	}
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	from := min(int(off), len(n.file.now))
	return fuse.ReadResultData(dest[:copy(dest, n.file.now[from:])]), 0
}

func (n *node) Write(_ context.Context, _ fs.FileHandle, data []byte, off int64) (uint32, syscall.Errno) {
	if errno := n.disk.write(n.file, data, int(off)); errno != 0 {
		return 0, errno
	}
	return uint32(len(data)), 0
}

func (n *node) Getattr(_ context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	out.Mode, out.Size, out.Blocks = n.file.mode, uint64(len(n.file.now)), uint64(len(n.file.now)+511)/512
	return 0
}

func (n *node) Setattr(ctx context.Context, h fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	if size, ok := in.GetSize(); ok {
		if errno := n.disk.truncate(n.file, int(size)); errno != 0 {
			return errno
		}
	}
	if mode, ok := in.GetMode(); ok {
		n.disk.mu.Lock()
		n.file.mode = mode & 0o777
		n.disk.mu.Unlock()
	}
	return n.Getattr(ctx, h, out)
}

func (n *node) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	return n.disk.flush(n.file)
}

// Flush is close, which flushes nothing.
func (n *node) Flush(context.Context, fs.FileHandle) syscall.Errno { return 0 }

func (d *Disk) alive() syscall.Errno {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.dead {
		return syscall.EIO
	}
	return 0
}
