/**
 * Structures of Windows 7 SP1 x64 (build 7601): name and size in hex, then offset, field and type as `dt` prints it.
 * Only fields with a published source; padding is left out.
 * @source Microsoft's public type data, by way of the Volatility profiles; published dt transcripts of the build; published definitions of the loader's structures
 */
export const WIN7_X64 = `
_KPCR 4e80
  000 NtTib                         _NT_TIB
  000 GdtBase                       Ptr64 _KGDTENTRY64
  008 TssBase                       Ptr64 _KTSS64
  010 UserRsp                       Uint8B
  018 Self                          Ptr64 _KPCR
  020 CurrentPrcb                   Ptr64 _KPRCB
  028 LockArray                     Ptr64 _KSPIN_LOCK_QUEUE
  030 Used_Self                     Ptr64 Void
  038 IdtBase                       Ptr64 _KIDTENTRY64
  040 Unused                        [2] Uint8B
  050 Irql                          UChar
  051 SecondLevelCacheAssociativity UChar
  052 ObsoleteNumber                UChar
  054 Unused0                       [3] Uint4B
  060 MajorVersion                  Uint2B
  062 MinorVersion                  Uint2B
  064 StallScaleFactor              Uint4B
  068 Unused1                       [3] Ptr64 Void
  080 KernelReserved                [15] Uint4B
  0bc SecondLevelCacheSize          Uint4B
  0c0 HalReserved                   [16] Uint4B
  100 Unused2                       Uint4B
  108 KdVersionBlock                Ptr64 Void
  110 Unused3                       Ptr64 Void
  118 PcrAlign1                     [24] Uint4B
  180 Prcb                          _KPRCB

_KPRCB 4d00
  000 MxCsr                   Uint4B
  004 LegacyNumber            UChar
  005 ReservedMustBeZero      UChar
  006 InterruptRequest        UChar
  007 IdleHalt                UChar
  008 CurrentThread           Ptr64 _KTHREAD
  010 NextThread              Ptr64 _KTHREAD
  018 IdleThread              Ptr64 _KTHREAD
  020 NestingLevel            UChar
  024 Number                  Uint4B
  028 RspBase                 Uint8B
  030 PrcbLock                Uint8B
  040 ProcessorState          _KPROCESSOR_STATE
  20b0 MmMappedPagesWriteCount Int4B
  20b4 MmMappedWriteIoCount    Int4B
  20b8 KeSystemCalls           Uint4B
  20bc KeContextSwitches       Uint4B

_KTHREAD 360
  000 Header                    _DISPATCHER_HEADER
  018 CycleTime                 Uint8B
  020 QuantumTarget             Uint8B
  028 InitialStack              Ptr64 Void
  030 StackLimit                Ptr64 Void
  038 KernelStack               Ptr64 Void
  040 ThreadLock                Uint8B
  048 WaitRegister              _KWAIT_STATUS_REGISTER
  049 Running                   UChar
  04a Alerted                   [2] UChar
  04c KernelStackResident       Pos 0, 1 Bit
  04c ReadyTransition           Pos 1, 1 Bit
  04c ProcessReadyQueue         Pos 2, 1 Bit
  04c WaitNext                  Pos 3, 1 Bit
  04c SystemAffinityActive      Pos 4, 1 Bit
  04c Alertable                 Pos 5, 1 Bit
  04c GdiFlushActive            Pos 6, 1 Bit
  04c UserStackWalkActive       Pos 7, 1 Bit
  04c ApcInterruptRequest       Pos 8, 1 Bit
  04c ForceDeferSchedule        Pos 9, 1 Bit
  04c QuantumEndMigrate         Pos 10, 1 Bit
  04c UmsDirectedSwitchEnable   Pos 11, 1 Bit
  04c TimerActive               Pos 12, 1 Bit
  04c SystemThread              Pos 13, 1 Bit
  04c Reserved                  Pos 14, 18 Bits
  04c MiscFlags                 Int4B
  050 ApcState                  _KAPC_STATE
  07b Priority                  UChar
  07c NextProcessor             Uint4B
  080 DeferredProcessor         Uint4B
  088 ApcQueueLock              Uint8B
  090 WaitStatus                Int8B
  098 WaitBlockList             Ptr64 _KWAIT_BLOCK
  0a0 SwapListEntry             _SINGLE_LIST_ENTRY
  0a0 WaitListEntry             _LIST_ENTRY
  0b0 Queue                     Ptr64 _KQUEUE
  0b8 Teb                       Ptr64 Void
  0c0 Timer                     _KTIMER
  100 AutoAlignment             Pos 0, 1 Bit
  100 DisableBoost              Pos 1, 1 Bit
  100 EtwStackTraceApc1Inserted Pos 2, 1 Bit
  100 EtwStackTraceApc2Inserted Pos 3, 1 Bit
  100 CalloutActive             Pos 4, 1 Bit
  100 ApcQueueable              Pos 5, 1 Bit
  100 EnableStackSwap           Pos 6, 1 Bit
  100 GuiThread                 Pos 7, 1 Bit
  100 UmsPerformingSyscall      Pos 8, 1 Bit
  100 VdmSafe                   Pos 9, 1 Bit
  100 UmsDispatched             Pos 10, 1 Bit
  100 ReservedFlags             Pos 11, 21 Bits
  100 ThreadFlags               Int4B
  108 WaitBlock                 [4] _KWAIT_BLOCK
  134 ContextSwitches           Uint4B
  164 State                     UChar
  165 NpxState                  UChar
  166 WaitIrql                  UChar
  167 WaitMode                  UChar
  194 WaitTime                  Uint4B
  1b0 TebMappedLowVa            Ptr64 Void
  1b8 Ucb                       Ptr64 _UMS_CONTROL_BLOCK
  1c4 CombinedApcDisable        Uint4B
  1c4 KernelApcDisable          Int2B
  1c6 SpecialApcDisable         Int2B
  1c8 QueueListEntry            _LIST_ENTRY
  1d8 TrapFrame                 Ptr64 _KTRAP_FRAME
  1e0 FirstArgument             Ptr64 Void
  1e8 CallbackDepth             Uint8B
  1e8 CallbackStack             Ptr64 Void
  1f0 ApcStateIndex             UChar
  1f1 BasePriority              UChar
  1f2 PriorityDecrement         UChar
  1f2 ForegroundBoost           Pos 0, 4 Bits
  1f2 UnusualBoost              Pos 4, 4 Bits
  1f3 Preempted                 UChar
  1f4 AdjustReason              UChar
  1f5 AdjustIncrement           UChar
  1f6 PreviousMode              UChar
  1f7 Saturation                UChar
  1f8 SystemCallNumber          Uint4B
  1fc FreezeCount               Uint4B
  200 UserAffinity              _GROUP_AFFINITY
  210 Process                   Ptr64 _KPROCESS
  218 Affinity                  _GROUP_AFFINITY
  228 IdealProcessor            Uint4B
  22c UserIdealProcessor        Uint4B
  230 ApcStatePointer           [2] Ptr64 _KAPC_STATE
  240 SavedApcState             _KAPC_STATE
  26b WaitReason                UChar
  26c SuspendCount              UChar
  26e CodePatchInProgress       UChar
  270 Win32Thread               Ptr64 Void
  278 StackBase                 Ptr64 Void
  280 SuspendApc                _KAPC
  281 ResourceIndex             UChar
  283 QuantumReset              UChar
  284 KernelTime                Uint4B
  2c0 WaitPrcb                  Ptr64 _KPRCB
  2c8 LegoData                  Ptr64 Void
  2d3 LargeStack                UChar
  2d4 UserTime                  Uint4B
  2d8 SuspendSemaphore          _KSEMAPHORE
  2d8 SuspendSemaphorefill      [28] UChar
  2f4 SListFaultCount           Uint4B
  2f8 ThreadListEntry           _LIST_ENTRY
  308 MutantListHead            _LIST_ENTRY
  318 SListFaultAddress         Ptr64 Void
  320 ReadOperationCount        Int8B
  328 WriteOperationCount       Int8B
  330 OtherOperationCount       Int8B
  338 ReadTransferCount         Int8B
  340 WriteTransferCount        Int8B
  348 OtherTransferCount        Int8B
  350 ThreadCounters            Ptr64 _KTHREAD_COUNTERS
  358 XStateSave                Ptr64 _XSTATE_SAVE

_KINTERRUPT a0
  000 Type                  Int2B
  002 Size                  Int2B
  008 InterruptListEntry    _LIST_ENTRY
  018 ServiceRoutine        Ptr64 Void
  020 MessageServiceRoutine Ptr64 Void
  028 MessageIndex          Uint4B
  030 ServiceContext        Ptr64 Void
  038 SpinLock              Uint8B
  040 TickCount             Uint4B
  048 ActualLock            Ptr64 Uint8B
  050 DispatchAddress       Ptr64 Void
  058 Vector                Uint4B
  05c Irql                  UChar
  05d SynchronizeIrql       UChar
  05e FloatingSave          UChar
  05f Connected             UChar
  060 Number                Uint4B
  064 ShareVector           UChar
  065 Pad                   [3] UChar
  068 Mode                  _KINTERRUPT_MODE
  06c Polarity              _KINTERRUPT_POLARITY
  070 ServiceCount          Uint4B
  074 DispatchCount         Uint4B
  078 Rsvd1                 Uint8B
  080 TrapFrame             Ptr64 _KTRAP_FRAME
  088 Reserved              Ptr64 Void
  090 DispatchCode          [4] Uint4B

_KTRAP_FRAME 190
  000 P1Home               Uint8B
  008 P2Home               Uint8B
  010 P3Home               Uint8B
  018 P4Home               Uint8B
  020 P5                   Uint8B
  028 PreviousMode         UChar
  029 PreviousIrql         UChar
  02a FaultIndicator       UChar
  02b ExceptionActive      UChar
  02c MxCsr                Uint4B
  030 Rax                  Uint8B
  038 Rcx                  Uint8B
  040 Rdx                  Uint8B
  048 R8                   Uint8B
  050 R9                   Uint8B
  058 R10                  Uint8B
  060 R11                  Uint8B
  068 GsBase               Uint8B
  068 GsSwap               Uint8B
  070 Xmm0                 _M128A
  080 Xmm1                 _M128A
  090 Xmm2                 _M128A
  0a0 Xmm3                 _M128A
  0b0 Xmm4                 _M128A
  0c0 Xmm5                 _M128A
  0d0 FaultAddress         Uint8B
  0d0 ContextRecord        Uint8B
  0d0 TimeStampCKCL        Uint8B
  0d8 Dr0                  Uint8B
  0e0 Dr1                  Uint8B
  0e8 Dr2                  Uint8B
  0f0 Dr3                  Uint8B
  0f8 Dr6                  Uint8B
  100 Dr7                  Uint8B
  108 DebugControl         Uint8B
  108 LastBranchControl    Uint8B
  110 LastBranchMSR        Uint4B
  110 LastBranchToRip      Uint8B
  118 LastBranchFromRip    Uint8B
  120 LastExceptionToRip   Uint8B
  128 LastExceptionFromRip Uint8B
  130 SegDs                Uint2B
  132 SegEs                Uint2B
  134 SegFs                Uint2B
  136 SegGs                Uint2B
  138 TrapFrame            Uint8B
  140 Rbx                  Uint8B
  148 Rdi                  Uint8B
  150 Rsi                  Uint8B
  158 Rbp                  Uint8B
  160 ErrorCode            Uint8B
  160 ExceptionFrame       Uint8B
  160 TimeStampKlog        Uint8B
  168 Rip                  Uint8B
  170 SegCs                Uint2B
  173 Logging              UChar
  178 EFlags               Uint4B
  180 Rsp                  Uint8B
  188 SegSs                Uint2B
  18c CodePatchCycle       Int4B

_KUSER_SHARED_DATA 5f0
  2e8 NumberOfPhysicalPages             Uint4B
  2ec SafeBootMode                      UChar
  2ed TscQpcData                        UChar
  2ed TscQpcEnabled                     Pos 0, 1 Bit
  2ed TscQpcShift                       Pos 2, 6 Bits
  2ee TscQpcPad                         [2] UChar
  2f0 SharedDataFlags                   Uint4B
  2f0 DbgErrorPortPresent               Pos 0, 1 Bit
  2f0 DbgElevationEnabled               Pos 1, 1 Bit
  2f0 DbgVirtEnabled                    Pos 2, 1 Bit
  2f0 DbgInstallerDetectEnabled         Pos 3, 1 Bit
  2f0 DbgSystemDllRelocated             Pos 4, 1 Bit
  2f0 DbgDynProcessorEnabled            Pos 5, 1 Bit
  2f0 DbgSEHValidationEnabled           Pos 6, 1 Bit
  2f4 DataFlagsPad                      [1] Uint4B
  2f8 TestRetInstruction                Uint8B
  300 SystemCall                        Uint4B
  304 SystemCallReturn                  Uint4B
  308 SystemCallPad                     [3] Uint8B
  320 ReservedTickCountOverlay          [3] Uint4B
  320 TickCount                         _KSYSTEM_TIME
  320 TickCountQuad                     Uint8B
  32c TickCountPad                      [1] Uint4B
  330 Cookie                            Uint4B
  334 CookiePad                         [1] Uint4B
  338 ConsoleSessionForegroundProcessId Int8B

_DISPATCHER_HEADER 18
  000 Type         UChar
  003 DebugActive  UChar
  003 ActiveDR7    Pos 0, 1 Bit
  003 Instrumented Pos 1, 1 Bit
  003 UmsScheduled Pos 6, 1 Bit
  003 UmsPrimary   Pos 7, 1 Bit
  004 SignalState  Int4B
  008 WaitListHead _LIST_ENTRY

_KAPC_STATE 30
  000 ApcListHead         [2] _LIST_ENTRY
  020 Process             Ptr64 _KPROCESS
  028 KernelApcInProgress UChar
  029 KernelApcPending    UChar
  02a UserApcPending      UChar

_KPROCESS 160
  000 Header                  _DISPATCHER_HEADER
  018 ProfileListHead         _LIST_ENTRY
  028 DirectoryTableBase      Uint8B
  100 InstrumentationCallback Ptr64 Void

_EPROCESS 4d0
  000 Pcb                          _KPROCESS
  160 ProcessLock                  _EX_PUSH_LOCK
  168 CreateTime                   _LARGE_INTEGER
  180 UniqueProcessId              Ptr64 Void
  188 ActiveProcessLinks           _LIST_ENTRY
  200 ObjectTable                  Ptr64 _HANDLE_TABLE
  208 Token                        _EX_FAST_REF
  270 SectionBaseAddress           Ptr64 Void
  290 InheritedFromUniqueProcessId Ptr64 Void
  2d8 Session                      Ptr64 Void
  2e0 ImageFileName                [15] UChar
  308 ThreadListHead               _LIST_ENTRY
  320 Wow64Process                 Ptr64 Void
  328 ActiveThreads                Uint4B
  338 Peb                          Ptr64 _PEB
  448 VadRoot                      _MM_AVL_TABLE

_ETHREAD 498
  000 Tcb               _KTHREAD
  388 StartAddress      Ptr64 Void
  3b0 Cid               _CLIENT_ID
  410 Win32StartAddress Ptr64 Void
  420 ThreadListEntry   _LIST_ENTRY

_TEB 1818
  000 NtTib                   _NT_TIB
  040 ClientId                _CLIENT_ID
  060 ProcessEnvironmentBlock Ptr64 _PEB
  068 LastErrorValue          Uint4B
  100 WOW32Reserved           Ptr64 Void
  1478 DeallocationStack       Ptr64 Void
  1740 GdiBatchCount           Uint4B

_PEB 380
  002 BeingDebugged       UChar
  010 ImageBaseAddress    Ptr64 Void
  018 Ldr                 Ptr64 _PEB_LDR_DATA
  020 ProcessParameters   Ptr64 _RTL_USER_PROCESS_PARAMETERS
  030 ProcessHeap         Ptr64 Void
  058 KernelCallbackTable Ptr64 Void
  120 OSBuildNumber       Uint2B

_LDR_DATA_TABLE_ENTRY e0
  000 InLoadOrderLinks           _LIST_ENTRY
  010 InMemoryOrderLinks         _LIST_ENTRY
  020 InInitializationOrderLinks _LIST_ENTRY
  030 DllBase                    Ptr64 Void
  038 EntryPoint                 Ptr64 Void
  040 SizeOfImage                Uint4B
  048 FullDllName                _UNICODE_STRING
  058 BaseDllName                _UNICODE_STRING
  068 Flags                      Uint4B
  06c LoadCount                  Uint2B
  06e TlsIndex                   Uint2B
  070 HashLinks                  _LIST_ENTRY
  070 SectionPointer             Ptr64 Void
  078 CheckSum                   Uint4B
  080 TimeDateStamp              Uint4B
  0d0 OriginalBase               Uint8B

_PEB_LDR_DATA 58
  000 Length                          Uint4B
  004 Initialized                     UChar
  008 SsHandle                        Ptr64 Void
  010 InLoadOrderModuleList           _LIST_ENTRY
  020 InMemoryOrderModuleList         _LIST_ENTRY
  030 InInitializationOrderModuleList _LIST_ENTRY
  040 EntryInProgress                 Ptr64 Void
  048 ShutdownInProgress              UChar
  050 ShutdownThreadId                Ptr64 Void
`;
