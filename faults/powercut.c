/* A disk that keeps only what was synced, for a program that is started with this in LD_PRELOAD.
 *
 * Files in the folder POWERCUT_FOLDER whose name ends in .db or .db-wal have a shadow of the same name in the folder
 * POWERCUT_SHADOW. Writes go to the file; what was written since the last sync goes to the shadow when the file is
 * synced. After the program was killed, the shadow is what a power cut would have left.
 *
 * POWERCUT_SYNC says how honest the disk is:
 *   full    a sync is a sync
 *   normal  a sync of the log counts once the database itself is written, as with synchronous=NORMAL
 *   off     no sync counts
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define MOST_FDS 4096
#define MOST_RANGES 65536
enum { UNKNOWN = 0, FOREIGN = -1 };

struct range { off_t from, to; };
struct file {
    char path[512], shadow[512];
    int is_log, owes_sync;
    off_t cut; /* the least size since the last sync; -1 where it was not cut */
    struct range dirty[MOST_RANGES];
    int count;
};

static struct file files[2];
static int of_fd[MOST_FDS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static enum { FULL, NORMAL, OFF } honesty;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_ftruncate)(int, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_close)(int);
static int (*real_unlink)(const char *);

__attribute__((constructor)) static void begin(void) {
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_close = dlsym(RTLD_NEXT, "close");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    const char *folder = getenv("POWERCUT_FOLDER"), *shadow = getenv("POWERCUT_SHADOW");
    const char *sync = getenv("POWERCUT_SYNC");
    if (!folder || !shadow) return;
    honesty = sync && !strcmp(sync, "normal") ? NORMAL : sync && !strcmp(sync, "off") ? OFF : FULL;
    const char *names[] = {"plantrack.db", "plantrack.db-wal"};
    for (int i = 0; i < 2; i++) {
        snprintf(files[i].path, sizeof files[i].path, "%s/%s", folder, names[i]);
        snprintf(files[i].shadow, sizeof files[i].shadow, "%s/%s", shadow, names[i]);
        files[i].is_log = i;
        files[i].cut = -1;
    }
}

/* The file of a descriptor, or none. The lock is held. */
static struct file *file_of(int fd) {
    if (fd < 0 || fd >= MOST_FDS || !files[0].path[0]) return NULL;
    if (of_fd[fd] == UNKNOWN) {
        char name[64], path[512];
        snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
        ssize_t length = readlink(name, path, sizeof path - 1);
        of_fd[fd] = FOREIGN;
        if (length > 0) {
            path[length] = 0;
            for (int i = 0; i < 2; i++)
                if (!strcmp(path, files[i].path)) of_fd[fd] = i + 1;
        }
    }
    return of_fd[fd] > 0 ? &files[of_fd[fd] - 1] : NULL;
}

/* Brings the shadow up to what the file holds now. */
static void apply(struct file *file) {
    int from = open(file->path, O_RDONLY | O_CLOEXEC);
    int to = open(file->shadow, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    if (from < 0 || to < 0) abort();
    if (file->cut >= 0 && real_ftruncate(to, file->cut)) abort();
    char buffer[65536];
    for (int i = 0; i < file->count; i++) {
        off_t at = file->dirty[i].from;
        while (at < file->dirty[i].to) {
            size_t want = file->dirty[i].to - at;
            if (want > sizeof buffer) want = sizeof buffer;
            ssize_t got = pread(from, buffer, want, at);
            if (got <= 0) break; /* it was cut off since */
            if (real_pwrite(to, buffer, got, at) != got) abort();
            at += got;
        }
    }
    struct stat now;
    if (fstat(from, &now) || real_ftruncate(to, now.st_size)) abort();
    real_close(from);
    real_close(to);
    file->count = 0;
    file->cut = -1;
    file->owes_sync = 0;
}

static void wrote(struct file *file, off_t from, off_t to) {
    /* With NORMAL the log is synced before the database is written. */
    if (!file->is_log && files[1].owes_sync) apply(&files[1]);
    if (file->count && file->dirty[file->count - 1].to == from) {
        file->dirty[file->count - 1].to = to;
    } else {
        if (file->count == MOST_RANGES) abort();
        file->dirty[file->count++] = (struct range){from, to};
    }
}

ssize_t write(int fd, const void *data, size_t size) {
    pthread_mutex_lock(&lock);
    struct file *file = file_of(fd);
    if (!file) {
        pthread_mutex_unlock(&lock);
        return real_write(fd, data, size);
    }
    off_t at = lseek(fd, 0, SEEK_CUR);
    ssize_t done = real_write(fd, data, size);
    int error = errno;
    if (done > 0) wrote(file, at, at + done);
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}

static ssize_t written_at(int fd, const void *data, size_t size, off_t at) {
    pthread_mutex_lock(&lock);
    struct file *file = file_of(fd);
    ssize_t done = real_pwrite(fd, data, size, at);
    int error = errno;
    if (file && done > 0) wrote(file, at, at + done);
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { return written_at(fd, data, size, at); }
ssize_t pwrite64(int fd, const void *data, size_t size, off_t at) { return written_at(fd, data, size, at); }

static int cut_to(int fd, off_t size) {
    pthread_mutex_lock(&lock);
    struct file *file = file_of(fd);
    int done = real_ftruncate(fd, size), error = errno;
    if (file && !done && (file->cut < 0 || size < file->cut)) file->cut = size;
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}
int ftruncate(int fd, off_t size) { return cut_to(fd, size); }
int ftruncate64(int fd, off_t size) { return cut_to(fd, size); }

static int synced(int fd, int (*real)(int)) {
    pthread_mutex_lock(&lock);
    struct file *file = file_of(fd);
    if (file && honesty == NORMAL && file->is_log) file->owes_sync = 1;
    else if (file && honesty != OFF) apply(file);
    pthread_mutex_unlock(&lock);
    /* A cut in here leaves more than was promised, which a real one may do as well. */
    return file ? 0 : real(fd);
}
int fsync(int fd) { return synced(fd, real_fsync); }
int fdatasync(int fd) { return synced(fd, real_fdatasync); }

int close(int fd) {
    if (fd >= 0 && fd < MOST_FDS) {
        pthread_mutex_lock(&lock);
        of_fd[fd] = UNKNOWN;
        pthread_mutex_unlock(&lock);
    }
    return real_close(fd);
}

int unlink(const char *path) {
    pthread_mutex_lock(&lock);
    for (int i = 0; i < 2; i++)
        if (!strcmp(path, files[i].path)) {
            real_unlink(files[i].shadow);
            files[i].count = 0;
            files[i].cut = -1;
        }
    pthread_mutex_unlock(&lock);
    return real_unlink(path);
}
