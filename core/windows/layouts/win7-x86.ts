/**
 * Structures of Windows 7 SP1 x86 (build 7601): name and size in hex, then offset, field and type as `dt` prints it.
 * Only fields with a published source; padding is left out.
 * @source Microsoft's public type data, by way of the Volatility profiles; published dt transcripts of the build; published definitions of the loader's structures
 */
export const WIN7_X86 = `
_KPCR 3748
  000 NtTib                         _NT_TIB
  000 Used_ExceptionList            Ptr32 _EXCEPTION_REGISTRATION_RECORD
  004 Used_StackBase                Ptr32 Void
  00c TssCopy                       Ptr32 Void
  010 ContextSwitches               Uint4B
  014 SetMemberCopy                 Uint4B
  018 Used_Self                     Ptr32 Void
  01c SelfPcr                       Ptr32 _KPCR
  020 Prcb                          Ptr32 _KPRCB
  024 Irql                          UChar
  028 IRR                           Uint4B
  02c IrrActive                     Uint4B
  030 IDR                           Uint4B
  034 KdVersionBlock                Ptr32 Void
  038 IDT                           Ptr32 _KIDTENTRY
  03c GDT                           Ptr32 _KGDTENTRY
  040 TSS                           Ptr32 _KTSS
  044 MajorVersion                  Uint2B
  046 MinorVersion                  Uint2B
  048 SetMember                     Uint4B
  04c StallScaleFactor              Uint4B
  051 Number                        UChar
  053 SecondLevelCacheAssociativity UChar
  054 VdmAlert                      Uint4B
  058 KernelReserved                [14] Uint4B
  090 SecondLevelCacheSize          Uint4B
  094 HalReserved                   [16] Uint4B
  0d4 InterruptMode                 Uint4B
  0dc KernelReserved2               [17] Uint4B
  120 PrcbData                      _KPRCB

_KPRCB 3628
  000 MinorVersion             Uint2B
  002 MajorVersion             Uint2B
  004 CurrentThread            Ptr32 _KTHREAD
  008 NextThread               Ptr32 _KTHREAD
  00c IdleThread               Ptr32 _KTHREAD
  010 LegacyNumber             UChar
  011 NestingLevel             UChar
  012 BuildType                Uint2B
  014 CpuType                  UChar
  015 CpuID                    UChar
  016 CpuStep                  Uint2B
  016 CpuStepping              UChar
  017 CpuModel                 UChar
  018 ProcessorState           _KPROCESSOR_STATE
  58c KeExceptionDispatchCount Uint4B
  590 KeSystemCalls            Uint4B

_KTHREAD 200
  000 Header                    _DISPATCHER_HEADER
  010 CycleTime                 Uint8B
  018 HighCycleTime             Uint4B
  020 QuantumTarget             Uint8B
  028 InitialStack              Ptr32 Void
  02c StackLimit                Ptr32 Void
  030 KernelStack               Ptr32 Void
  034 ThreadLock                Uint4B
  038 WaitRegister              _KWAIT_STATUS_REGISTER
  039 Running                   UChar
  03a Alerted                   [2] UChar
  03c KernelStackResident       Pos 0, 1 Bit
  03c ReadyTransition           Pos 1, 1 Bit
  03c ProcessReadyQueue         Pos 2, 1 Bit
  03c WaitNext                  Pos 3, 1 Bit
  03c SystemAffinityActive      Pos 4, 1 Bit
  03c Alertable                 Pos 5, 1 Bit
  03c GdiFlushActive            Pos 6, 1 Bit
  03c UserStackWalkActive       Pos 7, 1 Bit
  03c ApcInterruptRequest       Pos 8, 1 Bit
  03c ForceDeferSchedule        Pos 9, 1 Bit
  03c QuantumEndMigrate         Pos 10, 1 Bit
  03c UmsDirectedSwitchEnable   Pos 11, 1 Bit
  03c TimerActive               Pos 12, 1 Bit
  03c SystemThread              Pos 13, 1 Bit
  03c Reserved                  Pos 14, 18 Bits
  03c MiscFlags                 Int4B
  040 ApcState                  _KAPC_STATE
  057 Priority                  UChar
  058 NextProcessor             Uint4B
  05c DeferredProcessor         Uint4B
  060 ApcQueueLock              Uint4B
  064 ContextSwitches           Uint4B
  068 State                     UChar
  069 NpxState                  UChar
  06a WaitIrql                  UChar
  06b WaitMode                  UChar
  06c WaitStatus                Int4B
  070 WaitBlockList             Ptr32 _KWAIT_BLOCK
  074 SwapListEntry             _SINGLE_LIST_ENTRY
  074 WaitListEntry             _LIST_ENTRY
  07c Queue                     Ptr32 _KQUEUE
  080 WaitTime                  Uint4B
  084 CombinedApcDisable        Uint4B
  084 KernelApcDisable          Int2B
  086 SpecialApcDisable         Int2B
  088 Teb                       Ptr32 Void
  090 Timer                     _KTIMER
  0b8 AutoAlignment             Pos 0, 1 Bit
  0b8 DisableBoost              Pos 1, 1 Bit
  0b8 EtwStackTraceApc1Inserted Pos 2, 1 Bit
  0b8 EtwStackTraceApc2Inserted Pos 3, 1 Bit
  0b8 CalloutActive             Pos 4, 1 Bit
  0b8 ApcQueueable              Pos 5, 1 Bit
  0b8 EnableStackSwap           Pos 6, 1 Bit
  0b8 GuiThread                 Pos 7, 1 Bit
  0b8 UmsPerformingSyscall      Pos 8, 1 Bit
  0b8 VdmSafe                   Pos 9, 1 Bit
  0b8 UmsDispatched             Pos 10, 1 Bit
  0b8 ReservedFlags             Pos 11, 21 Bits
  0b8 ThreadFlags               Int4B
  0bc ServiceTable              Ptr32 Void
  0c0 WaitBlock                 [4] _KWAIT_BLOCK
  120 QueueListEntry            _LIST_ENTRY
  128 TrapFrame                 Ptr32 _KTRAP_FRAME
  12c FirstArgument             Ptr32 Void
  130 CallbackDepth             Uint4B
  130 CallbackStack             Ptr32 Void
  134 ApcStateIndex             UChar
  135 BasePriority              UChar
  136 PriorityDecrement         UChar
  136 ForegroundBoost           Pos 0, 4 Bits
  136 UnusualBoost              Pos 4, 4 Bits
  137 Preempted                 UChar
  138 AdjustReason              UChar
  139 AdjustIncrement           UChar
  13a PreviousMode              UChar
  13b Saturation                UChar
  13c SystemCallNumber          Uint4B
  140 FreezeCount               Uint4B
  144 UserAffinity              _GROUP_AFFINITY
  150 Process                   Ptr32 _KPROCESS
  154 Affinity                  _GROUP_AFFINITY
  160 IdealProcessor            Uint4B
  164 UserIdealProcessor        Uint4B
  168 ApcStatePointer           [2] Ptr32 _KAPC_STATE
  170 SavedApcState             _KAPC_STATE
  187 WaitReason                UChar
  188 SuspendCount              UChar
  18c Win32Thread               Ptr32 Void
  190 StackBase                 Ptr32 Void
  194 SuspendApc                _KAPC
  195 ResourceIndex             UChar
  197 QuantumReset              UChar
  198 KernelTime                Uint4B
  1b8 WaitPrcb                  Ptr32 _KPRCB
  1bc LegoData                  Ptr32 Void
  1c3 LargeStack                UChar
  1c4 UserTime                  Uint4B
  1c8 SuspendSemaphore          _KSEMAPHORE
  1c8 SuspendSemaphorefill      [20] UChar
  1dc SListFaultCount           Uint4B
  1e0 ThreadListEntry           _LIST_ENTRY
  1e8 MutantListHead            _LIST_ENTRY
  1f0 SListFaultAddress         Ptr32 Void
  1f4 ThreadCounters            Ptr32 _KTHREAD_COUNTERS
  1f8 XStateSave                Ptr32 _XSTATE_SAVE

_KTRAP_FRAME 8c
  000 DbgEbp               Uint4B
  004 DbgEip               Uint4B
  008 DbgArgMark           Uint4B
  00c DbgArgPointer        Uint4B
  010 TempSegCs            Uint2B
  012 Logging              UChar
  013 Reserved             UChar
  014 TempEsp              Uint4B
  018 Dr0                  Uint4B
  01c Dr1                  Uint4B
  020 Dr2                  Uint4B
  024 Dr3                  Uint4B
  028 Dr6                  Uint4B
  02c Dr7                  Uint4B
  030 SegGs                Uint4B
  034 SegEs                Uint4B
  038 SegDs                Uint4B
  03c Edx                  Uint4B
  040 Ecx                  Uint4B
  044 Eax                  Uint4B
  048 PreviousPreviousMode Uint4B
  04c ExceptionList        Ptr32 _EXCEPTION_REGISTRATION_RECORD
  050 SegFs                Uint4B
  054 Edi                  Uint4B
  058 Esi                  Uint4B
  05c Ebx                  Uint4B
  060 Ebp                  Uint4B
  064 ErrCode              Uint4B
  068 Eip                  Uint4B
  06c SegCs                Uint4B
  070 EFlags               Uint4B
  074 HardwareEsp          Uint4B
  078 HardwareSegSs        Uint4B
  07c V86Es                Uint4B
  080 V86Ds                Uint4B
  084 V86Fs                Uint4B
  088 V86Gs                Uint4B

_KINTERRUPT 278
  000 Type                  Int2B
  002 Size                  Int2B
  004 InterruptListEntry    _LIST_ENTRY
  00c ServiceRoutine        Ptr32 Void
  010 MessageServiceRoutine Ptr32 Void
  014 MessageIndex          Uint4B
  018 ServiceContext        Ptr32 Void
  01c SpinLock              Uint4B
  020 TickCount             Uint4B
  024 ActualLock            Ptr32 Uint4B
  028 DispatchAddress       Ptr32 Void
  02c Vector                Uint4B
  030 Irql                  UChar
  031 SynchronizeIrql       UChar
  032 FloatingSave          UChar
  033 Connected             UChar
  034 Number                Uint4B
  038 ShareVector           UChar
  039 Pad                   [3] UChar
  03c Mode                  _KINTERRUPT_MODE
  040 Polarity              _KINTERRUPT_POLARITY
  044 ServiceCount          Uint4B
  048 DispatchCount         Uint4B
  050 Rsvd1                 Uint8B
  058 DispatchCode          [135] Uint4B

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

_DISPATCHER_HEADER 10
  000 Type         UChar
  003 DebugActive  UChar
  003 ActiveDR7    Pos 0, 1 Bit
  003 Instrumented Pos 1, 1 Bit
  003 UmsScheduled Pos 6, 1 Bit
  003 UmsPrimary   Pos 7, 1 Bit
  004 SignalState  Int4B
  008 WaitListHead _LIST_ENTRY

_KPROCESS 98
  000 Header             _DISPATCHER_HEADER
  010 ProfileListHead    _LIST_ENTRY
  018 DirectoryTableBase Uint4B

_EPROCESS 2c0
  000 Pcb                          _KPROCESS
  098 ProcessLock                  _EX_PUSH_LOCK
  0a0 CreateTime                   _LARGE_INTEGER
  0a8 ExitTime                     _LARGE_INTEGER
  0b0 RundownProtect               _EX_RUNDOWN_REF
  0b4 UniqueProcessId              Ptr32 Void
  0b8 ActiveProcessLinks           _LIST_ENTRY
  0ec DebugPort                    Ptr32 Void
  0f4 ObjectTable                  Ptr32 _HANDLE_TABLE
  0f8 Token                        _EX_FAST_REF
  110 PhysicalVadRoot              Ptr32 _MM_AVL_TABLE
  114 CloneRoot                    Ptr32 Void
  118 NumberOfPrivatePages         Uint4B
  11c NumberOfLockedPages          Uint4B
  120 Win32Process                 Ptr32 Void
  124 Job                          Ptr32 _EJOB
  128 SectionObject                Ptr32 Void
  12c SectionBaseAddress           Ptr32 Void
  130 Cookie                       Uint4B
  138 WorkingSetWatch              Ptr32 _PAGEFAULT_HISTORY
  13c Win32WindowStation           Ptr32 Void
  140 InheritedFromUniqueProcessId Ptr32 Void
  144 LdtInformation               Ptr32 Void
  148 VdmObjects                   Ptr32 Void
  14c ConsoleHostProcess           Uint4B
  150 DeviceMap                    Ptr32 Void
  154 EtwDataSource                Ptr32 Void
  158 FreeTebHint                  Ptr32 Void
  160 PageDirectoryPte             _HARDWARE_PTE
  160 Filler                       Uint8B
  168 Session                      Ptr32 Void
  16c ImageFileName                [15] UChar
  17b PriorityClass                UChar
  17c JobLinks                     _LIST_ENTRY
  184 LockedPagesList              Ptr32 Void
  188 ThreadListHead               _LIST_ENTRY
  190 SecurityPort                 Ptr32 Void
  194 PaeTop                       Ptr32 Void
  198 ActiveThreads                Uint4B
  19c ImagePathHash                Uint4B
  1a0 DefaultHardErrorProcessing   Uint4B
  1a4 LastThreadExitStatus         Int4B
  1a8 Peb                          Ptr32 _PEB
  1ac PrefetchTrace                _EX_FAST_REF
  1b0 ReadOperationCount           _LARGE_INTEGER
  1b8 WriteOperationCount          _LARGE_INTEGER
  1c0 OtherOperationCount          _LARGE_INTEGER
  1c8 ReadTransferCount            _LARGE_INTEGER
  1d0 WriteTransferCount           _LARGE_INTEGER
  1d8 OtherTransferCount           _LARGE_INTEGER
  1e0 CommitChargeLimit            Uint4B
  1e4 CommitChargePeak             Uint4B
  1e8 AweInfo                      Ptr32 Void

_ETHREAD 2b8
  000 Tcb                 _KTHREAD
  200 CreateTime          _LARGE_INTEGER
  208 ExitTime            _LARGE_INTEGER
  208 KeyedWaitChain      _LIST_ENTRY
  210 ExitStatus          Int4B
  214 PostBlockList       _LIST_ENTRY
  214 ForwardLinkShadow   Ptr32 Void
  218 StartAddress        Ptr32 Void
  21c TerminationPort     Ptr32 _TERMINATION_PORT
  21c ReaperLink          Ptr32 _ETHREAD
  21c KeyedWaitValue      Ptr32 Void
  220 ActiveTimerListLock Uint4B
  224 ActiveTimerListHead _LIST_ENTRY
  22c Cid                 _CLIENT_ID
  234 KeyedWaitSemaphore  _KSEMAPHORE
  234 AlpcWaitSemaphore   _KSEMAPHORE
  248 ClientSecurity      _PS_CLIENT_SECURITY_CONTEXT
  24c IrpList             _LIST_ENTRY
  254 TopLevelIrp         Uint4B
  258 DeviceToVerify      Ptr32 _DEVICE_OBJECT
  25c CpuQuotaApc         Ptr32 _PSP_CPU_QUOTA_APC
  260 Win32StartAddress   Ptr32 Void
  264 LegacyPowerObject   Ptr32 Void
  268 ThreadListEntry     _LIST_ENTRY
  270 RundownProtect      _EX_RUNDOWN_REF
  274 ThreadLock          _EX_PUSH_LOCK
  278 ReadClusterSize     Uint4B

_KTSS 20ac
  000 Backlink  Uint2B
  004 Esp0      Uint4B
  008 Ss0       Uint2B
  01c CR3       Uint4B
  020 Eip       Uint4B
  066 IoMapBase Uint2B
  068 IoMaps    [1] _KiIoAccessMap

_TEB fe4
  000 NtTib                        _NT_TIB
  01c EnvironmentPointer           Ptr32 Void
  020 ClientId                     _CLIENT_ID
  028 ActiveRpcHandle              Ptr32 Void
  02c ThreadLocalStoragePointer    Ptr32 Void
  030 ProcessEnvironmentBlock      Ptr32 _PEB
  034 LastErrorValue               Uint4B
  038 CountOfOwnedCriticalSections Uint4B
  03c CsrClientThread              Ptr32 Void
  040 Win32ThreadInfo              Ptr32 Void
  0c0 WOW32Reserved                Ptr32 Void
  e0c DeallocationStack            Ptr32 Void
  f70 GdiBatchCount                Uint4B

_PEB 248
  002 BeingDebugged       UChar
  008 ImageBaseAddress    Ptr32 Void
  00c Ldr                 Ptr32 _PEB_LDR_DATA
  010 ProcessParameters   Ptr32 _RTL_USER_PROCESS_PARAMETERS
  018 ProcessHeap         Ptr32 Void
  02c KernelCallbackTable Ptr32 Void
  0a4 OSMajorVersion      Uint4B
  0a8 OSMinorVersion      Uint4B
  0ac OSBuildNumber       Uint2B

_LDR_DATA_TABLE_ENTRY 78
  000 InLoadOrderLinks           _LIST_ENTRY
  008 InMemoryOrderLinks         _LIST_ENTRY
  010 InInitializationOrderLinks _LIST_ENTRY
  018 DllBase                    Ptr32 Void
  01c EntryPoint                 Ptr32 Void
  020 SizeOfImage                Uint4B
  024 FullDllName                _UNICODE_STRING
  02c BaseDllName                _UNICODE_STRING
  034 Flags                      Uint4B
  038 LoadCount                  Uint2B
  03a TlsIndex                   Uint2B
  03c HashLinks                  _LIST_ENTRY
  03c SectionPointer             Ptr32 Void
  040 CheckSum                   Uint4B
  044 TimeDateStamp              Uint4B
  044 LoadedImports              Ptr32 Void
  06c OriginalBase               Uint4B

_PEB_LDR_DATA 30
  000 Length                          Uint4B
  004 Initialized                     UChar
  008 SsHandle                        Ptr32 Void
  00c InLoadOrderModuleList           _LIST_ENTRY
  014 InMemoryOrderModuleList         _LIST_ENTRY
  01c InInitializationOrderModuleList _LIST_ENTRY
  024 EntryInProgress                 Ptr32 Void
  028 ShutdownInProgress              UChar
  02c ShutdownThreadId                Ptr32 Void
`;
