/**
 * Structures of Windows XP SP3 x86 (build 2600): name and size in hex, then offset, field and type as `dt` prints it.
 * Only fields with a published source; padding is left out.
 * @source Microsoft's public type data, by way of the Volatility profiles; published dt transcripts of the build; published definitions of the loader's structures
 */
export const WINXP_X86 = `
_KPCR d70
  000 NtTib                         _NT_TIB
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
  050 DebugActive                   UChar
  051 Number                        UChar
  053 SecondLevelCacheAssociativity UChar
  054 VdmAlert                      Uint4B
  058 KernelReserved                [14] Uint4B
  090 SecondLevelCacheSize          Uint4B
  094 HalReserved                   [16] Uint4B
  0d4 InterruptMode                 Uint4B
  0dc KernelReserved2               [17] Uint4B
  120 PrcbData                      _KPRCB

_KPRCB c50
  000 MinorVersion         Uint2B
  002 MajorVersion         Uint2B
  004 CurrentThread        Ptr32 _KTHREAD
  008 NextThread           Ptr32 _KTHREAD
  00c IdleThread           Ptr32 _KTHREAD
  010 Number               UChar
  011 Reserved             UChar
  012 BuildType            Uint2B
  014 SetMember            Uint4B
  018 CpuType              UChar
  019 CpuID                UChar
  01a CpuStep              Uint2B
  01c ProcessorState       _KPROCESSOR_STATE
  514 KeSecondLevelTbFills Uint4B
  518 KeSystemCalls        Uint4B

_KTHREAD 1c0
  000 Header               _DISPATCHER_HEADER
  010 MutantListHead       _LIST_ENTRY
  018 InitialStack         Ptr32 Void
  01c StackLimit           Ptr32 Void
  020 Teb                  Ptr32 Void
  024 TlsArray             Ptr32 Void
  028 KernelStack          Ptr32 Void
  02c DebugActive          UChar
  02d State                UChar
  02e Alerted              [2] UChar
  030 Iopl                 UChar
  031 NpxState             UChar
  032 Saturation           UChar
  033 Priority             UChar
  034 ApcState             _KAPC_STATE
  04c ContextSwitches      Uint4B
  050 IdleSwapBlock        UChar
  054 WaitStatus           Int4B
  058 WaitIrql             UChar
  059 WaitMode             UChar
  05a WaitNext             UChar
  05b WaitReason           UChar
  05c WaitBlockList        Ptr32 _KWAIT_BLOCK
  060 SwapListEntry        _SINGLE_LIST_ENTRY
  060 WaitListEntry        _LIST_ENTRY
  068 WaitTime             Uint4B
  06c BasePriority         UChar
  06d DecrementCount       UChar
  06e PriorityDecrement    UChar
  06f Quantum              UChar
  070 WaitBlock            [4] _KWAIT_BLOCK
  0d0 LegoData             Ptr32 Void
  0d4 KernelApcDisable     Uint4B
  0d8 UserAffinity         Uint4B
  0dc SystemAffinityActive UChar
  0dd PowerState           UChar
  0de NpxIrql              UChar
  0df InitialNode          UChar
  0e0 ServiceTable         Ptr32 Void
  0e4 Queue                Ptr32 _KQUEUE
  0e8 ApcQueueLock         Uint4B
  0f0 Timer                _KTIMER
  118 QueueListEntry       _LIST_ENTRY
  120 SoftAffinity         Uint4B
  124 Affinity             Uint4B
  128 Preempted            UChar
  129 ProcessReadyQueue    UChar
  12a KernelStackResident  UChar
  12b NextProcessor        UChar
  12c CallbackStack        Ptr32 Void
  130 Win32Thread          Ptr32 Void
  134 TrapFrame            Ptr32 _KTRAP_FRAME
  138 ApcStatePointer      [2] Ptr32 _KAPC_STATE
  140 PreviousMode         UChar
  141 EnableStackSwap      UChar
  142 LargeStack           UChar
  143 ResourceIndex        UChar
  144 KernelTime           Uint4B
  148 UserTime             Uint4B
  14c SavedApcState        _KAPC_STATE
  164 Alertable            UChar
  165 ApcStateIndex        UChar
  166 ApcQueueable         UChar
  167 AutoAlignment        UChar
  168 StackBase            Ptr32 Void
  16c SuspendApc           _KAPC
  19c SuspendSemaphore     _KSEMAPHORE
  1b0 ThreadListEntry      _LIST_ENTRY
  1b8 FreezeCount          UChar
  1b9 SuspendCount         UChar
  1ba IdealProcessor       UChar
  1bb DisableBoost         UChar

_KTRAP_FRAME 8c
  000 DbgEbp               Uint4B
  004 DbgEip               Uint4B
  008 DbgArgMark           Uint4B
  00c DbgArgPointer        Uint4B
  010 TempSegCs            Uint4B
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

_KTSS 20ac
  000 Backlink        Uint2B
  002 Reserved0       Uint2B
  004 Esp0            Uint4B
  008 Ss0             Uint2B
  00a Reserved1       Uint2B
  00c NotUsed1        [4] Uint4B
  01c CR3             Uint4B
  020 Eip             Uint4B
  024 EFlags          Uint4B
  028 Eax             Uint4B
  02c Ecx             Uint4B
  030 Edx             Uint4B
  034 Ebx             Uint4B
  038 Esp             Uint4B
  03c Ebp             Uint4B
  040 Esi             Uint4B
  044 Edi             Uint4B
  048 Es              Uint2B
  04a Reserved2       Uint2B
  04c Cs              Uint2B
  04e Reserved3       Uint2B
  050 Ss              Uint2B
  052 Reserved4       Uint2B
  054 Ds              Uint2B
  056 Reserved5       Uint2B
  058 Fs              Uint2B
  05a Reserved6       Uint2B
  05c Gs              Uint2B
  05e Reserved7       Uint2B
  060 LDT             Uint2B
  062 Reserved8       Uint2B
  064 Flags           Uint2B
  066 IoMapBase       Uint2B
  068 IoMaps          [1] _KiIoAccessMap
  208c IntDirectionMap [32] UChar

_KINTERRUPT 1e4
  000 Type               Int2B
  002 Size               Int2B
  004 InterruptListEntry _LIST_ENTRY
  00c ServiceRoutine     Ptr32 Void
  010 ServiceContext     Ptr32 Void
  014 SpinLock           Uint4B
  018 TickCount          Uint4B
  01c ActualLock         Ptr32 Uint4B
  020 DispatchAddress    Ptr32 Void
  024 Vector             Uint4B
  028 Irql               UChar
  029 SynchronizeIrql    UChar
  02a FloatingSave       UChar
  02b Connected          UChar
  02c Number             UChar
  02d ShareVector        UChar
  030 Mode               _KINTERRUPT_MODE
  034 ServiceCount       Uint4B
  038 DispatchCount      Uint4B
  03c DispatchCode       [106] Uint4B

_KUSER_SHARED_DATA 338
  264 NtProductType               _NT_PRODUCT_TYPE
  268 ProductTypeIsValid          UChar
  26c NtMajorVersion              Uint4B
  270 NtMinorVersion              Uint4B
  274 ProcessorFeatures           [64] UChar
  2b4 Reserved1                   Uint4B
  2b8 Reserved3                   Uint4B
  2bc TimeSlip                    Uint4B
  2c0 AlternativeArchitecture     _ALTERNATIVE_ARCHITECTURE_TYPE
  2c8 SystemExpirationDate        _LARGE_INTEGER
  2d0 SuiteMask                   Uint4B
  2d4 KdDebuggerEnabled           UChar
  2d5 NXSupportPolicy             UChar
  2d8 ActiveConsoleId             Uint4B
  2dc DismountCount               Uint4B
  2e0 ComPlusPackage              Uint4B
  2e4 LastSystemRITEventTickCount Uint4B
  2e8 NumberOfPhysicalPages       Uint4B
  2ec SafeBootMode                UChar
  2f0 TraceLogging                Uint4B
  2f8 TestRetInstruction          Uint8B
  300 SystemCall                  Uint4B
  304 SystemCallReturn            Uint4B
  308 SystemCallPad               [3] Uint8B
  320 TickCount                   _KSYSTEM_TIME
  320 TickCountQuad               Uint8B
  330 Cookie                      Uint4B

_TEB fb8
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
  044 User32Reserved               [26] Uint4B
  0c0 WOW32Reserved                Ptr32 Void
  0c4 CurrentLocale                Uint4B
  0c8 FpSoftwareStatusRegister     Uint4B
  e0c DeallocationStack            Ptr32 Void
  f70 GdiBatchCount                Uint4B

_DISPATCHER_HEADER 10
  000 Type         UChar
  001 Absolute     UChar
  002 Size         UChar
  003 Inserted     UChar
  004 SignalState  Int4B
  008 WaitListHead _LIST_ENTRY

_KPROCESS 6c
  000 Header             _DISPATCHER_HEADER
  010 ProfileListHead    _LIST_ENTRY
  018 DirectoryTableBase [2] Uint4B
  020 LdtDescriptor      _KGDTENTRY
  028 Int21Descriptor    _KIDTENTRY
  030 IopmOffset         Uint2B
  032 Iopl               UChar
  034 ActiveProcessors   Uint4B
  038 KernelTime         Uint4B
  03c UserTime           Uint4B
  040 ReadyListHead      _LIST_ENTRY
  048 SwapListEntry      _SINGLE_LIST_ENTRY
  04c VdmTrapcHandler    Ptr32 Void
  050 ThreadListHead     _LIST_ENTRY
  058 ProcessLock        Uint4B
  05c Affinity           Uint4B

_EPROCESS 260
  000 Pcb                          _KPROCESS
  06c ProcessLock                  _EX_PUSH_LOCK
  070 CreateTime                   _LARGE_INTEGER
  078 ExitTime                     _LARGE_INTEGER
  080 RundownProtect               _EX_RUNDOWN_REF
  084 UniqueProcessId              Ptr32 Void
  088 ActiveProcessLinks           _LIST_ENTRY
  090 QuotaUsage                   [3] Uint4B
  09c QuotaPeak                    [3] Uint4B
  0a8 CommitCharge                 Uint4B
  0ac PeakVirtualSize              Uint4B
  0b0 VirtualSize                  Uint4B
  0b4 SessionProcessLinks          _LIST_ENTRY
  0bc DebugPort                    Ptr32 Void
  0c0 ExceptionPort                Ptr32 Void
  0c4 ObjectTable                  Ptr32 _HANDLE_TABLE
  0c8 Token                        _EX_FAST_REF
  0cc WorkingSetLock               _FAST_MUTEX
  0ec WorkingSetPage               Uint4B
  0f0 AddressCreationLock          _FAST_MUTEX
  110 HyperSpaceLock               Uint4B
  114 ForkInProgress               Ptr32 _ETHREAD
  118 HardwareTrigger              Uint4B
  11c VadRoot                      Ptr32 Void
  120 VadHint                      Ptr32 Void
  124 CloneRoot                    Ptr32 Void
  128 NumberOfPrivatePages         Uint4B
  12c NumberOfLockedPages          Uint4B
  130 Win32Process                 Ptr32 Void
  134 Job                          Ptr32 _EJOB
  138 SectionObject                Ptr32 Void
  13c SectionBaseAddress           Ptr32 Void
  140 QuotaBlock                   Ptr32 _EPROCESS_QUOTA_BLOCK
  144 WorkingSetWatch              Ptr32 _PAGEFAULT_HISTORY
  148 Win32WindowStation           Ptr32 Void
  14c InheritedFromUniqueProcessId Ptr32 Void
  150 LdtInformation               Ptr32 Void
  154 VadFreeHint                  Ptr32 Void
  158 VdmObjects                   Ptr32 Void
  15c DeviceMap                    Ptr32 Void
  160 PhysicalVadList              _LIST_ENTRY
  168 PageDirectoryPte             _HARDWARE_PTE
  168 Filler                       Uint8B
  170 Session                      Ptr32 Void
  174 ImageFileName                [16] UChar
  184 JobLinks                     _LIST_ENTRY
  18c LockedPagesList              Ptr32 Void
  190 ThreadListHead               _LIST_ENTRY
  198 SecurityPort                 Ptr32 Void
  19c PaeTop                       Ptr32 Void
  1a0 ActiveThreads                Uint4B
  1a4 GrantedAccess                Uint4B
  1a8 DefaultHardErrorProcessing   Uint4B
  1ac LastThreadExitStatus         Int4B
  1b0 Peb                          Ptr32 _PEB
  1b4 PrefetchTrace                _EX_FAST_REF
  1b8 ReadOperationCount           _LARGE_INTEGER
  1c0 WriteOperationCount          _LARGE_INTEGER
  1c8 OtherOperationCount          _LARGE_INTEGER
  1d0 ReadTransferCount            _LARGE_INTEGER
  1d8 WriteTransferCount           _LARGE_INTEGER
  1e0 OtherTransferCount           _LARGE_INTEGER
  1e8 CommitChargeLimit            Uint4B
  1ec CommitChargePeak             Uint4B
  1f0 AweInfo                      Ptr32 Void
  1f4 SeAuditProcessCreationInfo   _SE_AUDIT_PROCESS_CREATION_INFO
  1f8 Vm                           _MMSUPPORT
  238 LastFaultCount               Uint4B
  23c ModifiedPageCount            Uint4B
  240 NumberOfVads                 Uint4B
  244 JobStatus                    Uint4B
  248 Flags                        Uint4B
  24c ExitStatus                   Int4B
  250 NextPageColor                Uint2B
  252 SubSystemVersion             Uint2B
  252 SubSystemMinorVersion        UChar
  253 SubSystemMajorVersion        UChar
  254 PriorityClass                UChar
  255 WorkingSetAcquiredUnsafe     UChar
  258 Cookie                       Uint4B

_ETHREAD 258
  000 Tcb                        _KTHREAD
  1c0 CreateTime                 _LARGE_INTEGER
  1c8 ExitTime                   _LARGE_INTEGER
  1c8 LpcReplyChain              _LIST_ENTRY
  1c8 KeyedWaitChain             _LIST_ENTRY
  1d0 ExitStatus                 Int4B
  1d0 OfsChain                   Ptr32 Void
  1d4 PostBlockList              _LIST_ENTRY
  1dc TerminationPort            Ptr32 _TERMINATION_PORT
  1dc ReaperLink                 Ptr32 _ETHREAD
  1dc KeyedWaitValue             Ptr32 Void
  1e0 ActiveTimerListLock        Uint4B
  1e4 ActiveTimerListHead        _LIST_ENTRY
  1ec Cid                        _CLIENT_ID
  1f4 LpcReplySemaphore          _KSEMAPHORE
  1f4 KeyedWaitSemaphore         _KSEMAPHORE
  208 LpcReplyMessage            Ptr32 Void
  208 LpcWaitingOnPort           Ptr32 Void
  20c ImpersonationInfo          Ptr32 _PS_IMPERSONATION_INFORMATION
  210 IrpList                    _LIST_ENTRY
  218 TopLevelIrp                Uint4B
  21c DeviceToVerify             Ptr32 _DEVICE_OBJECT
  220 ThreadsProcess             Ptr32 _EPROCESS
  224 StartAddress               Ptr32 Void
  228 Win32StartAddress          Ptr32 Void
  228 LpcReceivedMessageId       Uint4B
  22c ThreadListEntry            _LIST_ENTRY
  234 RundownProtect             _EX_RUNDOWN_REF
  238 ThreadLock                 _EX_PUSH_LOCK
  23c LpcReplyMessageId          Uint4B
  240 ReadClusterSize            Uint4B
  244 GrantedAccess              Uint4B
  248 CrossThreadFlags           Uint4B
  24c SameThreadPassiveFlags     Uint4B
  250 SameThreadApcFlags         Uint4B
  254 ForwardClusterOnly         UChar
  255 DisablePageFaultClustering UChar

_PEB 210
  002 BeingDebugged       UChar
  008 ImageBaseAddress    Ptr32 Void
  00c Ldr                 Ptr32 _PEB_LDR_DATA
  010 ProcessParameters   Ptr32 _RTL_USER_PROCESS_PARAMETERS
  018 ProcessHeap         Ptr32 Void
  02c KernelCallbackTable Ptr32 Void
  064 NumberOfProcessors  Uint4B
  0a4 OSMajorVersion      Uint4B
  0a8 OSMinorVersion      Uint4B
  0ac OSBuildNumber       Uint2B
  1f0 CSDVersion          _UNICODE_STRING

_LDR_DATA_TABLE_ENTRY 50
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

_PEB_LDR_DATA 28
  000 Length                          Uint4B
  004 Initialized                     UChar
  008 SsHandle                        Ptr32 Void
  00c InLoadOrderModuleList           _LIST_ENTRY
  014 InMemoryOrderModuleList         _LIST_ENTRY
  01c InInitializationOrderModuleList _LIST_ENTRY
  024 EntryInProgress                 Ptr32 Void
`;
