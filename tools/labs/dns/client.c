// One or more lookups with the libc that loads it, one JSON line each. Between two lookups it waits for a line on stdin.
// Arguments: name, service, family, flags, whether hints are NULL, count. Started without the C start files, so that one build runs on every
// libc of its kind, old or new.
#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

__asm__(".globl _start\n_start:\n xor %ebp,%ebp\n mov (%rsp),%rdi\n lea 8(%rsp),%rsi\n and $-16,%rsp\n call client\n mov %eax,%edi\n call exit\n");

static const char *name_of(int code) {
  switch (code) {
    case 0: return "ok";
    case -1: return "EAI_BADFLAGS";
    case -2: return "EAI_NONAME";
    case -3: return "EAI_AGAIN";
    case -4: return "EAI_FAIL";
    case -5: return "EAI_NODATA";
    case -6: return "EAI_FAMILY";
    case -8: return "EAI_SERVICE";
    case -9: return "EAI_ADDRFAMILY";
    case -11: return "EAI_SYSTEM";
    default: return "EAI_OTHER";
  }
}

static void print_escaped(const char *text) {
  for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
    if (*p < 32 || *p > 126 || *p == '"' || *p == '\\') printf("\\u%04x", *p);
    else putchar(*p);
  }
}

static void print_addresses(const struct addrinfo *list, int every_type) {
  char text[80], last[80] = "";
  int count = 0;
  for (const struct addrinfo *p = list; p; p = p->ai_next) {
    if (p->ai_family == AF_INET) inet_ntop(AF_INET, &((struct sockaddr_in *)p->ai_addr)->sin_addr, text, sizeof text);
    else if (p->ai_family == AF_INET6) inet_ntop(AF_INET6, &((struct sockaddr_in6 *)p->ai_addr)->sin6_addr, text, sizeof text);
    else continue;
    // NULL hints give an address once per socket type.
    if (every_type && !strcmp(text, last)) continue;
    strcpy(last, text);
    printf("%s\"%s\"", count++ ? "," : "", text);
  }
}

int client(int argc, char **argv) {
  if (argc != 7) return 2;
  struct addrinfo hints = {0};
  hints.ai_family = !strcmp(argv[3], "inet") ? AF_INET : !strcmp(argv[3], "inet6") ? AF_INET6 : AF_UNSPEC;
  hints.ai_flags = strtol(argv[4], 0, 10);
  hints.ai_socktype = SOCK_STREAM;
  long count = strtol(argv[6], 0, 10);
  for (long i = 0; i < count; i++) {
    if (i) getchar();
    struct addrinfo *list = 0;
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    int code = getaddrinfo(argv[1], argv[2], argv[5][0] == '1' ? 0 : &hints, &list);
    clock_gettime(CLOCK_MONOTONIC, &to);
    printf("{\"result\":\"%s\",\"elapsedMs\":%ld,\"addresses\":[", name_of(code), (to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000);
    if (!code) print_addresses(list, argv[5][0] == '1');
    printf("],\"canonicalName\":\"");
    if (!code && list->ai_canonname) print_escaped(list->ai_canonname);
    printf("\"}\n");
    fflush(stdout);
    if (!code) freeaddrinfo(list);
  }
  return 0;
}
