/**
 * Structures that every build of a width shares. _KSERVICE_TABLE_DESCRIPTOR has no public type: the name is ours, the fields are the published ones.
 * @source Microsoft's public type data; Windows SDK documentation
 */
export const COMMON_64 = `
_LIST_ENTRY 10
  000 Flink Ptr64 _LIST_ENTRY
  008 Blink Ptr64 _LIST_ENTRY

_SINGLE_LIST_ENTRY 8
  000 Next Ptr64 _SINGLE_LIST_ENTRY

_UNICODE_STRING 10
  000 Length        Uint2B
  002 MaximumLength Uint2B
  008 Buffer        Ptr64 Wchar

_LARGE_INTEGER 8
  000 LowPart  Uint4B
  004 HighPart Int4B
  000 QuadPart Int8B

_KSYSTEM_TIME c
  000 LowPart   Uint4B
  004 High1Time Int4B
  008 High2Time Int4B

_M128A 10
  000 Low  Uint8B
  008 High Int8B

_NT_TIB 38
  000 ExceptionList        Ptr64 _EXCEPTION_REGISTRATION_RECORD
  008 StackBase            Ptr64 Void
  010 StackLimit           Ptr64 Void
  018 SubSystemTib         Ptr64 Void
  020 FiberData            Ptr64 Void
  020 Version              Uint4B
  028 ArbitraryUserPointer Ptr64 Void
  030 Self                 Ptr64 _NT_TIB

_CLIENT_ID 10
  000 UniqueProcess Ptr64 Void
  008 UniqueThread  Ptr64 Void

_EX_FAST_REF 8
  000 Object Ptr64 Void
  000 RefCnt Pos 0, 4 Bits
  000 Value  Uint8B

_OBJECT_ATTRIBUTES 30
  000 Length                   Uint4B
  008 RootDirectory            Ptr64 Void
  010 ObjectName               Ptr64 _UNICODE_STRING
  018 Attributes               Uint4B
  020 SecurityDescriptor       Ptr64 Void
  028 SecurityQualityOfService Ptr64 Void

_IO_STATUS_BLOCK 10
  000 Status      Int4B
  000 Pointer     Ptr64 Void
  008 Information Uint8B

_KSERVICE_TABLE_DESCRIPTOR 20
  000 Base   Ptr64 Int4B
  008 Count  Ptr64 Uint4B
  010 Limit  Uint4B
  018 Number Ptr64 UChar

_KTSS64 68
  000 Reserved0 Uint4B
  004 Rsp0      Uint8B
  00c Rsp1      Uint8B
  014 Rsp2      Uint8B
  01c Ist       [8] Uint8B
  05c Reserved1 Uint8B
  064 Reserved2 Uint2B
  066 IoMapBase Uint2B

_KIDTENTRY64 10
  000 OffsetLow    Uint2B
  002 Selector     Uint2B
  004 IstIndex     Pos 0, 3 Bits
  004 Reserved0    Pos 3, 5 Bits
  004 Type         Pos 8, 5 Bits
  004 Dpl          Pos 13, 2 Bits
  004 Present      Pos 15, 1 Bit
  006 OffsetMiddle Uint2B
  008 OffsetHigh   Uint4B
  00c Reserved1    Uint4B
  000 Alignment    Uint8B

_KGDTENTRY64 10
  000 DataLow    Int8B
  000 LimitLow   Uint2B
  002 BaseLow    Uint2B
  004 Bits       <unnamed-tag>
  004 Bytes      <unnamed-tag>
  008 BaseUpper  Uint4B
  008 DataHigh   Int8B
  00c MustBeZero Uint4B
`;
export const COMMON_32 = `
_LIST_ENTRY 8
  000 Flink Ptr32 _LIST_ENTRY
  004 Blink Ptr32 _LIST_ENTRY

_SINGLE_LIST_ENTRY 4
  000 Next Ptr32 _SINGLE_LIST_ENTRY

_UNICODE_STRING 8
  000 Length        Uint2B
  002 MaximumLength Uint2B
  004 Buffer        Ptr32 Wchar

_LARGE_INTEGER 8
  000 LowPart  Uint4B
  004 HighPart Int4B
  000 QuadPart Int8B

_KSYSTEM_TIME c
  000 LowPart   Uint4B
  004 High1Time Int4B
  008 High2Time Int4B

_NT_TIB 1c
  000 ExceptionList        Ptr32 _EXCEPTION_REGISTRATION_RECORD
  004 StackBase            Ptr32 Void
  008 StackLimit           Ptr32 Void
  00c SubSystemTib         Ptr32 Void
  010 FiberData            Ptr32 Void
  010 Version              Uint4B
  014 ArbitraryUserPointer Ptr32 Void
  018 Self                 Ptr32 _NT_TIB

_CLIENT_ID 8
  000 UniqueProcess Ptr32 Void
  004 UniqueThread  Ptr32 Void

_EX_FAST_REF 4
  000 Object Ptr32 Void
  000 RefCnt Pos 0, 3 Bits
  000 Value  Uint4B

_OBJECT_ATTRIBUTES 18
  000 Length                   Uint4B
  004 RootDirectory            Ptr32 Void
  008 ObjectName               Ptr32 _UNICODE_STRING
  00c Attributes               Uint4B
  010 SecurityDescriptor       Ptr32 Void
  014 SecurityQualityOfService Ptr32 Void

_IO_STATUS_BLOCK 8
  000 Status      Int4B
  000 Pointer     Ptr32 Void
  004 Information Uint4B

_KAPC_STATE 18
  000 ApcListHead         [2] _LIST_ENTRY
  010 Process             Ptr32 _KPROCESS
  014 KernelApcInProgress UChar
  015 KernelApcPending    UChar
  016 UserApcPending      UChar

_KIDTENTRY 8
  000 Offset         Uint2B
  002 Selector       Uint2B
  004 Access         Uint2B
  006 ExtendedOffset Uint2B

_KGDTENTRY 8
  000 LimitLow Uint2B
  002 BaseLow  Uint2B
  004 HighWord <unnamed-tag>

_KSERVICE_TABLE_DESCRIPTOR 10
  000 Base   Ptr32 Ptr32 Void
  004 Count  Ptr32 Uint4B
  008 Limit  Uint4B
  00c Number Ptr32 UChar
`;
