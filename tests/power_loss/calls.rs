//! The C library's calls that change a disk, taken over for this one program: SQLite's and Rust's own go through here.
//!
//! A function of the same name in the program itself is what the linker gives to everybody in it. Each does the system
//! call as it would have been done, under the lock of the folder's recording, so that the record has the order of the
//! disk. The recording below SQLite sees the journal, the photos and the folders as well as the database; SQLite's own
//! seam (a VFS) would not. Linux with glibc only.
#![allow(unsafe_code, reason = "the only place: functions with the C library's names and signatures")]

use std::{
    ffi::{CStr, OsStr, c_char, c_int, c_uint, c_void},
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
};

use libc::{mode_t, off_t, size_t, ssize_t};

use crate::record::{self, Recording};

/// The path of an open file of a recorded folder; `None` for any other, and for one that has no name any more.
fn watched(fd: c_int) -> Option<(PathBuf, std::sync::Arc<Recording>)> {
    if !record::any() {
        return None;
    }
    let mut link = [0_u8; 4_096];
    let name = format!("/proc/self/fd/{fd}\0");
    // SAFETY: the name ends with a zero, and the length is that of the buffer.
    let length = unsafe { libc::readlink(name.as_ptr().cast(), link.as_mut_ptr().cast(), link.len()) };
    let path = Path::new(OsStr::from_bytes(&link[..usize::try_from(length).ok()?]));
    Some((path.to_owned(), record::of(path)?))
}

fn recorded(path: *const c_char) -> Option<(PathBuf, std::sync::Arc<Recording>)> {
    if !record::any() {
        return None;
    }
    // SAFETY: the caller of a C function with a path gives one that ends with a zero.
    let path = Path::new(OsStr::from_bytes(unsafe { CStr::from_ptr(path) }.to_bytes()));
    Some((path.to_owned(), record::of(path)?))
}

fn length_of(fd: c_int) -> u64 {
    // SAFETY: all zeroes is a value of this struct of numbers, and the call fills it.
    unsafe {
        let mut status: libc::stat = std::mem::zeroed();
        if libc::fstat(fd, &raw mut status) == 0 { status.st_size.unsigned_abs() } else { 0 }
    }
}

fn full() -> ssize_t {
    // SAFETY: the place of this thread's errno.
    unsafe { *libc::__errno_location() = libc::ENOSPC };
    -1
}

#[unsafe(no_mangle)]
extern "C" fn write(fd: c_int, bytes: *const c_void, length: size_t) -> ssize_t {
    // SAFETY: the caller's arguments, to the call that the caller meant.
    let plain = |length: size_t| unsafe { libc::syscall(libc::SYS_write, fd, bytes, length) } as ssize_t;
    let Some((path, recording)) = watched(fd) else { return plain(length) };
    let mut record = recording.lock();
    // SAFETY: asks for numbers only.
    let (at, flags) = unsafe { (libc::lseek(fd, 0, libc::SEEK_CUR), libc::fcntl(fd, libc::F_GETFL)) };
    let offset = if flags & libc::O_APPEND == 0 { at.unsigned_abs() } else { length_of(fd) };
    let Some(length) = record.room_for(length_of(fd), offset, length) else { return full() };
    let written = plain(length);
    if let Ok(written) = usize::try_from(written) {
        // SAFETY: the system has just read so many bytes from there.
        record.write(&path, offset, unsafe { std::slice::from_raw_parts(bytes.cast(), written) });
    }
    written
}

#[unsafe(no_mangle)]
extern "C" fn pwrite64(fd: c_int, bytes: *const c_void, length: size_t, offset: off_t) -> ssize_t {
    // SAFETY: the caller's arguments, to the call that the caller meant.
    let plain = |length: size_t| unsafe { libc::syscall(libc::SYS_pwrite64, fd, bytes, length, offset) } as ssize_t;
    let Some((path, recording)) = watched(fd) else { return plain(length) };
    let mut record = recording.lock();
    let Some(length) = record.room_for(length_of(fd), offset.unsigned_abs(), length) else { return full() };
    let written = plain(length);
    if let Ok(written) = usize::try_from(written) {
        // SAFETY: the system has just read so many bytes from there.
        record.write(&path, offset.unsigned_abs(), unsafe { std::slice::from_raw_parts(bytes.cast(), written) });
    }
    written
}

#[unsafe(no_mangle)]
extern "C" fn pwrite(fd: c_int, bytes: *const c_void, length: size_t, offset: off_t) -> ssize_t {
    pwrite64(fd, bytes, length, offset)
}

#[unsafe(no_mangle)]
extern "C" fn ftruncate64(fd: c_int, length: off_t) -> c_int {
    // SAFETY: the caller's arguments, to the call that the caller meant.
    let plain = || unsafe { libc::syscall(libc::SYS_ftruncate, fd, length) } as c_int;
    let Some((path, recording)) = watched(fd) else { return plain() };
    let (mut record, before) = (recording.lock(), length_of(fd));
    let done = plain();
    if done == 0 {
        record.cut(&path, before, length.unsigned_abs());
    }
    done
}

#[unsafe(no_mangle)]
extern "C" fn ftruncate(fd: c_int, length: off_t) -> c_int {
    ftruncate64(fd, length)
}

#[unsafe(no_mangle)]
extern "C" fn fsync(fd: c_int) -> c_int {
    sync(fd, libc::SYS_fsync)
}

#[unsafe(no_mangle)]
extern "C" fn fdatasync(fd: c_int) -> c_int {
    sync(fd, libc::SYS_fdatasync)
}

fn sync(fd: c_int, call: libc::c_long) -> c_int {
    // SAFETY: one number.
    let plain = || unsafe { libc::syscall(call, fd) } as c_int;
    let Some((path, recording)) = watched(fd) else { return plain() };
    let mut record = recording.lock();
    let done = plain();
    if done == 0 {
        record.sync(&path);
    }
    done
}

/// In C the mode is given only with `O_CREAT`; as a third argument it comes in the same place.
#[unsafe(no_mangle)]
extern "C" fn open64(path: *const c_char, flags: c_int, mode: c_uint) -> c_int {
    // SAFETY: the caller's arguments, to the call that the caller meant.
    let plain = || unsafe { libc::syscall(libc::SYS_openat, libc::AT_FDCWD, path, flags, mode) } as c_int;
    let Some((name, recording)) = recorded(path) else { return plain() };
    let (mut record, was_there) = (recording.lock(), name.exists());
    let fd = plain();
    if fd >= 0 && !was_there {
        record.make(&name);
    } else if fd >= 0 && flags & libc::O_TRUNC != 0 {
        record.cut(&name, 0, 0);
    }
    fd
}

#[unsafe(no_mangle)]
extern "C" fn open(path: *const c_char, flags: c_int, mode: c_uint) -> c_int {
    open64(path, flags, mode)
}

#[unsafe(no_mangle)]
extern "C" fn mkdir(path: *const c_char, mode: mode_t) -> c_int {
    // SAFETY: the caller's arguments, to the call that the caller meant.
    let plain = || unsafe { libc::syscall(libc::SYS_mkdirat, libc::AT_FDCWD, path, mode) } as c_int;
    let Some((name, recording)) = recorded(path) else { return plain() };
    let mut record = recording.lock();
    let done = plain();
    if done == 0 {
        record.make_folder(&name);
    }
    done
}

#[unsafe(no_mangle)]
extern "C" fn rename(from: *const c_char, to: *const c_char) -> c_int {
    let (at, flags) = (libc::AT_FDCWD, 0);
    // SAFETY: the caller's arguments, to the call that the caller meant.
    let plain = || unsafe { libc::syscall(libc::SYS_renameat2, at, from, at, to, flags) } as c_int;
    let (Some((from, recording)), Some((to, _))) = (recorded(from), recorded(to)) else { return plain() };
    let mut record = recording.lock();
    let done = plain();
    if done == 0 {
        record.rename(&from, &to);
    }
    done
}

#[unsafe(no_mangle)]
extern "C" fn unlink(path: *const c_char) -> c_int {
    // SAFETY: the caller's arguments, to the call that the caller meant.
    let plain = || unsafe { libc::syscall(libc::SYS_unlinkat, libc::AT_FDCWD, path, 0) } as c_int;
    let Some((name, recording)) = recorded(path) else { return plain() };
    let mut record = recording.lock();
    let bytes = std::fs::metadata(&name).map_or(0, |status| status.len());
    let done = plain();
    if done == 0 {
        record.remove(&name, bytes);
    }
    done
}
